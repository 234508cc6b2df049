"""People, what they belong to, and what they may do. Rights follow from dates and are worked out at each request."""

import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from cms.core import clock


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who signs in with an e-mail address. Without a password nobody can sign in as them."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A person. E-mail is the name they sign in with."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", unique=True)
    job_title = models.CharField(max_length=120, blank=True)
    phone = models.CharField("telephone", max_length=40, blank=True)
    is_example = models.BooleanField("invented for a demonstration", default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        ordering = ["last_name", "first_name", "email"]
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class DatedQuerySet(models.QuerySet[Any]):
    def current(self, on: datetime.date | None = None) -> Any:
        """Rows in force on the day (today): begun, and not ended. The end date is the last day."""
        day = on or clock.today()
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))


class Dated(models.Model):
    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    @property
    def is_current(self) -> bool:
        """Begun, and not ended, today."""
        today = clock.today()
        return (self.starts_on is None or self.starts_on <= today) and (self.ends_on is None or self.ends_on >= today)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
            )
        ]


class Membership(Dated):
    """Whose member a person is. It counts only while the partner itself is a member of the framework."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    partner = models.ForeignKey("snippets.Partner", models.PROTECT, related_name="memberships")

    class Meta(Dated.Meta):
        ordering = ["partner__name"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["user", "partner"], condition=Q(ends_on=None), name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.partner}"


class PartnerRole(Dated):
    """What a person does at a partner."""

    class Role(models.TextChoices):
        ACCOUNTABLE_OFFICER = "accountable_officer", "Accountable officer"
        DPO = "dpo", "Data protection officer"
        SIRO = "siro", "Senior information risk owner"
        CALDICOTT_GUARDIAN = "caldicott_guardian", "Caldicott Guardian"
        IG_LEAD = "ig_lead", "Information governance lead"
        ISP_APPROVER = "isp_approver", "Signs ISPs"
        OPERATIONAL_LEAD = "operational_lead", "Operational lead"
        PARTNER_LEAD = "partner_lead", "Partner lead"

    partner = models.ForeignKey("snippets.Partner", models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=Role)
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="partner_roles")
    deputy = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="deputy_roles")
    service_area = models.CharField(
        max_length=80, blank=True, help_text="For an operational lead: housing, for example."
    )
    not_required_because = models.CharField(max_length=200, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)

    class Meta(Dated.Meta):
        ordering = ["partner__name", "role"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(user=None) | ~Q(not_required_because=""), name="partner_role_person_or_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} at {self.partner}"


class SiteRole(Dated):
    """What a person does for the whole framework."""

    class Role(models.TextChoices):
        CORE_EDITOR = "core_editor", "Core team editor"
        MANAGEMENT_GROUP = "management_group", "Management group"
        MODERATOR = "moderator", "Moderator"

    user = models.ForeignKey(User, models.CASCADE, related_name="site_roles")
    role = models.CharField(max_length=20, choices=Role)

    class Meta(Dated.Meta):
        ordering = ["role", "user__last_name"]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user}"


class Absence(Dated):
    """A long absence, and who covers. From the first to the last day the cover looks after the person's agreements of
    this partner too: reminders and tasks come to both. No role is handed on; a role has a deputy."""

    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    partner = models.ForeignKey("snippets.Partner", models.CASCADE, related_name="+")
    cover = models.ForeignKey(User, models.CASCADE, related_name="covering")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta(Dated.Meta):
        ordering = ["starts_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(user=F("cover")), name="absence_covered_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.user} is away, {self.cover} covers"

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on < clock.today()


class Departure(models.Model):
    """Somebody leaves a partner after a day. Rights end by that date; what they look after moves once, a day later."""

    user = models.ForeignKey(User, models.CASCADE, related_name="departures")
    partner = models.ForeignKey("snippets.Partner", models.CASCADE, related_name="+")
    last_day = models.DateField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    ended = models.JSONField(default=dict)  # last days that stood before, by row: put back when it is called off
    cancelled_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "partner"], condition=Q(cancelled_at=None, done_at=None), name="departure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} leaves {self.partner}"


class DepartureMove(models.Model):
    """Who takes over one kind of thing (cms.members.holdings), and how many moved on the day."""

    departure = models.ForeignKey(Departure, models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=40)
    successor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    moved = models.PositiveIntegerField(null=True)
    made_roles = models.JSONField(default=list)  # keys of roles that begin the day after
    keys = models.JSONField(
        default=list
    )  # of roles they stand in for: those that could be handed on when it was planned

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["departure", "kind"], name="move_once")]

    def __str__(self) -> str:
        return self.kind


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
    """An external tool's key, `mip_<id>_<43 characters>`. It speaks for one partner, or for the public without one."""

    name = models.CharField(max_length=100)
    partner = models.ForeignKey("snippets.Partner", models.CASCADE, null=True, blank=True, related_name="api_tokens")
    digest = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "API token"

    def __str__(self) -> str:
        return self.name
