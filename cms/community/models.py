"""Asking for help: "I want to share X with Y to do Z"."""

from django.conf import settings
from django.db import models

from cms.core import clock
from cms.core.policy import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL


class SupportCase(models.Model):
    """A plain-language request, private to its asker, the asker's organisation and the core team."""

    class State(models.TextChoices):
        NEW = "new", "New"
        WITH_ADVISER = "with_adviser", "With an adviser"
        ANSWERED = "answered", "Answered"
        CLOSED = "closed", "Closed"

    number = models.PositiveIntegerField(unique=True, editable=False)
    what = models.TextField("what to share, or get")
    whom = models.CharField("with whom", max_length=400)
    why = models.TextField("why")
    asker = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="support_cases")
    partner = models.ForeignKey(
        "snippets.Partner", models.SET_NULL, null=True, blank=True, related_name="support_cases"
    )
    name = models.CharField(max_length=160, blank=True)
    email = models.EmailField("reply to")
    organisation = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    adviser = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True, help_text="Sent to the asker by e-mail when you choose “Send the answer”.")
    answered_at = models.DateTimeField(null=True, blank=True)
    submission_id = models.CharField(max_length=64, unique=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"Request {self.number}"
