"""Joining words that others have signed, and leaving them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

PERSON = settings.AUTH_USER_MODEL


class Accession(models.Model):
    """One partner's way into a version in force: asked for or invited, then a part of its own to sign.

    `content` is what it signs: the fingerprint of the words that the others signed, and its own role and law.
    `content_hash` is the fingerprint of that. Nothing that the others signed changes.
    """

    version = models.ForeignKey("snippets.IspVersion", models.PROTECT, related_name="accessions")
    partner = models.ForeignKey("snippets.Partner", models.PROTECT, related_name="accessions")
    reason = models.TextField("why it wants to join", blank=True)
    asked_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    party = models.OneToOneField("snippets.IspParty", models.PROTECT, null=True, blank=True, related_name="accession")
    invited_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    invited_on = models.DateField(null=True, blank=True)
    content = models.JSONField(default=dict, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    refused_on = models.DateField(null=True, blank=True)
    refused_because = models.CharField(max_length=250, blank=True)
    submission_id = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "partner"], condition=Q(refused_on=None), name="accession_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner} joins {self.version}"


class Leaving(models.Model):
    """Notice that a party leaves, and from which day nothing moves to or from it."""

    party = models.OneToOneField("snippets.IspParty", models.PROTECT, related_name="leaving")
    notice_on = models.DateField()
    leaves_on = models.DateField("first day without it")
    reason = models.TextField()
    recorded_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.party} leaves on {self.leaves_on}"
