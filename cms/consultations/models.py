"""Drafts that members comment on, paragraph by paragraph, and what was answered. States follow from dates."""

from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from cms.core import clock
from cms.core.policy import VisibleQuerySet
from cms.core.slugs import free_slug

PERSON = settings.AUTH_USER_MODEL
BODY, ANSWER, REASON = 4000, 4000, 400  # characters


class ConsultationState(StrEnum):
    DRAFT = "draft"
    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


STATE_LABELS = {
    ConsultationState.DRAFT: "Being written",
    ConsultationState.COMING: "Opens soon",
    ConsultationState.OPEN: "Open",
    ConsultationState.CLOSED: "Closed, response to come",
    ConsultationState.ANSWERED: "Response published",
    ConsultationState.WITHDRAWN: "Withdrawn",
}


class Consultation(models.Model):
    """A draft on which members are asked. Its text stands still from the moment that it is put out."""

    class Kind(models.TextChoices):
        CHARTER = "charter", "Charter"
        PRINCIPLES = "principles", "Principles"
        GUIDANCE = "guidance", "Local guidance"

    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=160)
    slug = models.SlugField(
        "address",
        max_length=100,
        unique=True,
        blank=True,
        help_text="As in /consultations/new-charter. Left empty, it is made of the title.",
    )
    summary = models.TextField(max_length=1000, help_text="What it is, and what you ask of people, in a few sentences.")
    text = models.TextField(
        "the draft",
        help_text="Paragraphs are parted by an empty line; people comment on each. “# ” before a line makes a heading.",
    )
    topics = models.ManyToManyField("snippets.Topic", blank=True, related_name="+")
    interprets = models.ForeignKey(
        "pages.GuidancePage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="national guidance it rests on",
        help_text="Local guidance names the national guidance that it interprets.",
    )
    opens_on = models.DateField("first day for comments", null=True, blank=True)
    closes_on = models.DateField("last day for comments", null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)  # put out: members see it
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    response = models.TextField(blank=True, editable=False)
    responded_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_because = models.CharField(max_length=400, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(opens_on=None) | Q(closes_on__gte=F("opens_on")),
                name="consultation_closes_after_it_opens",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise ValidationError({"closes_on": "The last day comes after the first."})
        self.slug = self.slug or free_slug(Consultation.objects.all(), self.title, length=100, empty="consultation")

    @property
    def path(self) -> str:
        return f"/consultations/{self.slug}"

    @property
    def state(self) -> ConsultationState:
        if self.published_at is None:
            return ConsultationState.DRAFT
        if self.withdrawn_at is not None:
            return ConsultationState.WITHDRAWN
        if self.responded_at is not None:
            return ConsultationState.ANSWERED
        today = clock.today()
        if self.opens_on is not None and today < self.opens_on:
            return ConsultationState.COMING
        if self.closes_on is not None and today > self.closes_on:
            return ConsultationState.CLOSED
        return ConsultationState.OPEN

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.state]


class Paragraph(models.Model):
    """One paragraph of what was put out. Never changed: comments hang on it."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="paragraphs")
    number = models.PositiveIntegerField()
    is_heading = models.BooleanField(default=False)
    text = models.TextField()
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "number"], name="consultation_paragraph_once")
        ]

    def __str__(self) -> str:
        return f"Paragraph {self.number} of {self.consultation_id}"


class ConsultationComment(models.Model):
    """What somebody says about a paragraph, or about the whole. Its answer shows once the response is published. Of a
    hidden one readers see that it was there."""

    class Stance(models.TextChoices):
        SUPPORT = "support", "Keep it"
        CHANGE = "change", "Change it"
        OPPOSE = "oppose", "Leave it out"
        ASK = "ask", "A question"

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        PARTLY = "partly", "Accepted in part"
        REFUSED = "refused", "Not accepted"
        NOTED = "noted", "Noted"

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="comments")
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, null=True, blank=True, related_name="comments")
    author = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    partner = models.ForeignKey("snippets.Partner", models.SET_NULL, null=True, blank=True, related_name="+")
    stance = models.CharField(max_length=7, choices=Stance)
    body = models.TextField(max_length=BODY)
    at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    hidden_because = models.CharField(max_length=REASON, blank=True, editable=False)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    answer = models.TextField(max_length=ANSWER, blank=True)
    submission_id = models.CharField(max_length=64)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "submission_id"], name="consultation_comment_once")
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk}"
