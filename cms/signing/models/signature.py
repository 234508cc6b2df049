"""Signatures: who committed which legal controller to which words, when, how, and who wrote it down."""

from django.conf import settings
from django.db import models

from cms.core.policy import VisibleQuerySet


class Signature(models.Model):
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
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.SIGNED)
    reason = models.TextField(blank=True)
    signed_on = models.DateField()
    method = models.CharField(max_length=5, choices=Method, default=Method.PAPER)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    content_hash = models.CharField(max_length=64, blank=True)
    voided_on = models.DateField(null=True, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["party", "-signed_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.signatory_name} for {self.party}"
