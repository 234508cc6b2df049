"""What belongs to writing an agreement and ends with it: who saved which part, comments, and a partner's view."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core import clock
from cms.core.policy import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL


class DraftStart(models.Model):
    """One press of "Start": the same submission gives the same draft."""

    submission_id = models.CharField(max_length=64, unique=True)
    isp = models.ForeignKey("snippets.Isp", models.CASCADE, related_name="+")
    case = models.ForeignKey("community.SupportCase", models.SET_NULL, null=True, blank=True, related_name="drafts")
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)


class StepSave(models.Model):
    """Who last saved one part of a draft in the guided form, and when."""

    version = models.ForeignKey("snippets.IspVersion", models.CASCADE, related_name="step_saves")
    step = models.CharField(max_length=40)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "step"], name="step_save_once")]


class DraftComment(models.Model):
    """A remark on one part of a version. It quotes the words it was about, and so outlives their change."""

    version = models.ForeignKey("snippets.IspVersion", models.CASCADE, related_name="draft_comments")
    step = models.CharField(max_length=40)
    thread = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    quote = models.TextField(blank=True)
    text = models.TextField()
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    resolved_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    submission_id = models.CharField(max_length=64, unique=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"Comment on {self.step} of {self.version}"


class PeerReview(models.Model):
    """One person of another partner, asked for their view of a draft by a day."""

    class View(models.TextChoices):
        FINE = "fine", "Fine as it is"
        COMMENTS = "comments", "See my comments"

    version = models.ForeignKey("snippets.IspVersion", models.CASCADE, related_name="peer_reviews")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="peer_reviews")
    partner = models.ForeignKey("snippets.Partner", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    answer_by = models.DateField("asked to answer by")
    message = models.TextField(blank=True)
    gave_access = models.BooleanField(default=True, editable=False)  # False: the person could read the draft before
    view = models.CharField(max_length=8, choices=View, blank=True)
    note = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=120, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "person"], condition=Q(ended_at=None), name="peer_review_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} read by {self.partner}"
