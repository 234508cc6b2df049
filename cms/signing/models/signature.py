"""Signatures: who committed which legal controller to which words, when, how, and who wrote it down."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core.policy import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL


class Signature(models.Model):
    """One decision. It is never edited: a correction voids it and puts another in its place, with the reason."""

    class Decision(models.TextChoices):
        SIGNED = "signed", "Signed"
        CONDITIONS = "conditions", "Signed with conditions"
        DECLINED = "declined", "Declined"

    class Method(models.TextChoices):
        SITE = "site", "On this site"
        PAPER = "paper", "On paper"

    party = models.ForeignKey("snippets.IspParty", models.PROTECT, related_name="signatures")
    signatory_name = models.CharField(max_length=160)
    signatory_job_title = models.CharField(max_length=160, blank=True)
    signatory = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.SIGNED)
    reason = models.TextField(blank=True)
    statement = models.TextField(blank=True, help_text="What the person ticked, where it was on this site.")
    signed_on = models.DateField()
    method = models.CharField(max_length=5, choices=Method, default=Method.PAPER)
    scan = models.ForeignKey("snippets.IspFile", models.SET_NULL, null=True, blank=True, related_name="signatures")
    recorded_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True)
    submission_id = models.CharField(max_length=80, blank=True, editable=False)
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaced_by")
    voided_on = models.DateField(null=True, blank=True)
    voided_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    void_reason = models.CharField(max_length=250, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["party", "-signed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission_id"], condition=~Q(submission_id=""), name="signature_submitted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.signatory_name} for {self.party}"
