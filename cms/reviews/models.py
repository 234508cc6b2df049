"""Reviews and the reminder ledger. A new due date is a new Review; a stage is sent once, whatever crashes."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core import clock
from cms.core.policy import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL


class Review(models.Model):
    """One review of one ISP or one page, due on a day. Open until it has an outcome or another replaces it."""

    class Outcome(models.TextChoices):
        UNCHANGED = "unchanged", "Still needed, unchanged"
        NEEDS_CHANGE = "needs_change", "Needs a change"
        MINOR_CHANGE = "minor_change", "Still needed, contacts or dates put right"
        AMENDMENT = "amendment", "Still needed, small change of the text"
        MAJOR_CHANGE = "major_change", "Large change: a new version to sign"
        RETIRE = "retire", "No longer needed"

    isp = models.ForeignKey("snippets.Isp", models.CASCADE, null=True, blank=True, related_name="reviews")
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    opened_on = models.DateField(default=clock.today)
    trigger = models.CharField(
        max_length=120, blank=True, help_text="What asked for it, where it was not the calendar."
    )
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True)
    notes = models.TextField(blank=True)
    reviewer = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    completed_on = models.DateField(null=True, blank=True)
    superseded_on = models.DateField(null=True, blank=True)
    next_due_on = models.DateField(null=True, blank=True)
    submission_id = models.CharField(max_length=64, null=True, blank=True, unique=True)  # pressing twice is once
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-due_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(isp=None) ^ Q(page=None), name="review_of_one_thing"),
            models.UniqueConstraint(fields=["isp", "due_on"], condition=~Q(isp=None), name="isp_review_once"),
            models.UniqueConstraint(fields=["page", "due_on"], condition=~Q(page=None), name="page_review_once"),
        ]

    def __str__(self) -> str:
        return f"Review of {self.isp or self.page}, due {self.due_on:%d %B %Y}"

    @property
    def is_open(self) -> bool:
        return self.completed_on is None and self.superseded_on is None


class ReviewTrigger(models.Model):
    """Why an agreement is looked at outside the calendar: once for each cause.

    Somebody of a party reports one; those who look after the agreement take it up or set it aside. What the law or
    guidance brings is taken up at once. It is done with when the review that it opened is finished.
    """

    class Kind(models.TextChoices):
        BREACH = "breach", "Something went wrong: a breach or a near miss"
        COMPLAINT = "complaint", "A complaint"
        LAW = "law", "The law changed"
        GUIDANCE = "guidance", "Guidance was replaced"
        PARTIES = "parties", "A partner joins, leaves, merges or ends"
        DPIA = "dpia", "The data protection impact assessment (DPIA)"

    isp = models.ForeignKey("snippets.Isp", models.CASCADE, related_name="triggers")
    kind = models.CharField(max_length=10, choices=Kind)
    cause = models.CharField(max_length=120, help_text="What it was, in a form that is the same each time.")
    what = models.TextField()
    path = models.CharField(max_length=500, blank=True)  # of the law or guidance on the members' site
    said_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    said_for = models.ForeignKey("snippets.Partner", models.SET_NULL, null=True, blank=True, related_name="+")
    said_on = models.DateField(default=clock.today)
    taken_up_on = models.DateField(null=True, blank=True)
    taken_up_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    review = models.ForeignKey(Review, models.SET_NULL, null=True, blank=True, related_name="triggers")
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True, help_text="Why it was set aside, or what was done about it.")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-said_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["isp", "cause"], name="trigger_once_for_a_cause")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.isp.reference}"

    @property
    def waits(self) -> bool:
        """Reported, and nobody has decided yet."""
        return self.taken_up_on is None and self.done_on is None

    @property
    def is_open(self) -> bool:
        return self.done_on is None


class ReviewAnswers(models.Model):
    """One person's answers to the questions of a review, kept until it is finished: a lost session loses nothing."""

    isp = models.ForeignKey("snippets.Isp", models.CASCADE, related_name="+")
    user = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    submission_id = models.CharField(max_length=64)  # of the review that comes of them: pressing twice is once
    revision = models.PositiveIntegerField()  # of the agreement when they were begun
    begun_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["isp", "user"], name="answers_of_one_person_once")]

    def __str__(self) -> str:
        return f"Answers of {self.user} about {self.isp.reference}"


class ReminderOffset(models.Model):
    """A stage, in days from the due date. Editors set a gentler list for small bodies."""

    class Size(models.TextChoices):
        USUAL = "usual", "Most bodies"
        SMALL = "small", "Small bodies"

    days = models.SmallIntegerField(
        help_text="Days from the due date: -90 is ninety days before, 30 is thirty days late."
    )
    size = models.CharField("for", max_length=5, choices=Size, default=Size.USUAL)
    added_on = models.DateField(default=clock.today, editable=False)

    class Meta:
        ordering = ["size", "days"]
        constraints = [models.UniqueConstraint(fields=["days", "size"], name="offset_once")]

    def __str__(self) -> str:
        return f"{self.days:+d} days ({self.get_size_display()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A stage that was moved counts as a new one: it never fires for dates that are past."""
        stood = ReminderOffset.objects.filter(pk=self.pk).values_list("days", "size").first()
        if stood is not None and stood != (self.days, self.size):
            self.added_on = clock.today()
        super().save(*args, **kwargs)


class Reminder(models.Model):
    """One row for each (review, offset, recipient). Its mails and alerts are deliveries in `notifications`."""

    class State(models.TextChoices):
        PENDING = "pending", "To be sent"
        SENT = "sent", "Handed to delivery"
        SUPERSEDED = "superseded", "Overtaken by a later stage"
        CANCELLED = "cancelled", "Cancelled"

    review = models.ForeignKey(Review, models.CASCADE, related_name="reminders")
    offset = models.SmallIntegerField()
    recipient = models.EmailField()
    user = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    why = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    created_at = models.DateTimeField(default=clock.now)
    handed_over_at = models.DateTimeField(null=True)
    mail_key = models.CharField(max_length=160, blank=True, db_index=True)  # the delivery that carries it
    attempt = models.PositiveSmallIntegerField(default=0)  # planned again after a mail was stopped at the last moment

    class Meta:
        ordering = ["review", "offset"]
        constraints = [models.UniqueConstraint(fields=["review", "offset", "recipient"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.offset:+d} days to {self.recipient}"


class ManagementNote(models.Model):
    """A note to the management group about one partner's reviews that are 90 days late. The site drafts it; the core
    team edits and sends it, or sets it aside. A friendly challenge, never a list of the guilty."""

    partner = models.ForeignKey("snippets.Partner", models.CASCADE, related_name="+")
    drafted_on = models.DateField(default=clock.today)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    edited_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    dismissed_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-drafted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner"], condition=Q(sent_at=None, dismissed_at=None), name="management_note_draft_once"
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def standing(self) -> str:
        """draft, sent or dismissed, by its dates."""
        return "sent" if self.sent_at else "dismissed" if self.dismissed_at else "draft"


class ManagementNoteItem(models.Model):
    """A review that a note is about. A review is drafted once, whatever becomes of the note."""

    note = models.ForeignKey(ManagementNote, models.CASCADE, related_name="items")
    review = models.OneToOneField(Review, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["review__due_on", "pk"]

    def __str__(self) -> str:
        return str(self.review)
