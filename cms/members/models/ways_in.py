"""Ways in: invitations for people, tokens for tools."""

import datetime

from django.db import models

from cms.core import clock
from cms.members.models.people import User
from cms.members.models.roles import PartnerRole


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self) -> "InvitationQuerySet":
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=clock.now())


class Invitation(models.Model):
    """Leave to make an account, for one address, once, within 21 days. Only a digest of its token is kept."""

    email = models.EmailField("e-mail address")
    name = models.CharField(max_length=160, blank=True)
    job_title = models.CharField(max_length=120, blank=True)
    partner = models.ForeignKey("snippets.Partner", models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=20, choices=PartnerRole.Role, blank=True)
    # The token is made from this and the installation's key when the e-mail goes out: the database alone opens nothing.
    nonce = models.CharField(max_length=43, editable=False, default="")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(editable=False)
    used_at = models.DateTimeField(null=True, editable=False)
    used_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    revoked_at = models.DateTimeField(null=True, editable=False)
    bounced_at = models.DateTimeField(null=True, editable=False)
    is_example = models.BooleanField(default=False, editable=False)
    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.email} to {self.partner}"

    @property
    def status(self) -> str:
        """In words, derived: accepted, revoked, expired, not sent, came back, sent."""
        if self.used_at:
            return "Accepted"
        if self.revoked_at:
            return "Withdrawn"
        if self.expires_at <= clock.now():
            return "Expired"
        if self.bounced_at:
            return "Came back"
        return "Sent" if self.sent_at else "Not sent yet"

    @property
    def status_with_bounce(self) -> str:
        """The same for rows of `selectors.invitations_with_bounces`, which know of mail that came back."""
        came_back = getattr(self, "came_back_at", None)
        return "Came back" if came_back and self.status == "Sent" else self.status


class ApiToken(models.Model):
    """An external tool's key, `mip_<id>_<43 characters>`. It speaks for one partner, or for the public without one.

    It counts only while its holder belongs to the partner (cms.members.selectors.tokens). Who made the secret knows it:
    `created_by` changes with every new secret, `held_by` with whoever looks after the token.
    """

    name = models.CharField(max_length=100)
    purpose = models.CharField("what it is for", max_length=300, blank=True, default="")
    partner = models.ForeignKey("snippets.Partner", models.CASCADE, null=True, blank=True, related_name="api_tokens")
    # Null for one that the core team made and nobody of the body has taken over. A token is nothing without its holder.
    held_by = models.ForeignKey(User, models.CASCADE, null=True, editable=False, related_name="held_tokens")
    digest = models.CharField(max_length=64, editable=False)
    # After a renewal the secret before works on for some days, so that nothing stands still meanwhile.
    previous_digest = models.CharField(max_length=64, editable=False, blank=True, default="")
    previous_until = models.DateTimeField(null=True, editable=False)
    scopes = models.JSONField(default=list)
    networks = models.JSONField(default=list, blank=True)  # CIDR texts; empty: from anywhere
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    renewed_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)
    submission_id = models.CharField(max_length=64, editable=False, blank=True, default="")

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "API token"
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "submission_id"], condition=~models.Q(submission_id=""), name="members_apitoken_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def secret_since(self) -> datetime.datetime:
        """When the present secret was made."""
        return self.renewed_at or self.created_at
