"""Who comes to an event: places and the waiting list, what is handed out, and what people said stands in the way.

The event itself is a page (cms.pages). One without a row of `SignUp` needs no signing up.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core import clock
from cms.core.policy import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL
NEEDS, BARRIER, TITLE, REASON = 500, 2000, 160, 400  # characters; a title is as long as a thread's


class SignUp(models.Model):
    """How people sign up to one event. `told_*` is what the people who come were told last."""

    event = models.OneToOneField("pages.EventPage", models.CASCADE, related_name="sign_up")
    places = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: as many as want to come.")
    closes_at = models.DateTimeField(
        "sign-up closes", null=True, blank=True, help_text="Empty: when the event starts. People may always give up."
    )
    joining = models.TextField(
        "joining details",
        blank=True,
        max_length=4000,
        help_text="The link of the meeting, the room, who lets people in. Shown and sent to those with a place alone.",
    )
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_because = models.CharField(max_length=400, blank=True, editable=False)
    told_starts_at = models.DateTimeField(editable=False)
    told_ends_at = models.DateTimeField(editable=False)
    told_place = models.CharField(max_length=250, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)  # counts changes, for calendars and as a lock
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["told_starts_at"]
        verbose_name = "sign-up to an event"
        verbose_name_plural = "sign-ups to events"

    def __str__(self) -> str:
        return f"Sign-up {self.pk}"


class Place(models.Model):
    """One person's place, or place in the queue: given when `given_at` is set, over when `ended_at` is."""

    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="people")
    user = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    partner = models.ForeignKey("snippets.Partner", models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    given_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=250, blank=True)
    needs = models.TextField(max_length=NEEDS, blank=True)  # may tell of somebody's health: emptied after the event
    came = models.BooleanField(null=True, blank=True)  # None: nobody wrote it down
    submission_id = models.CharField(max_length=64)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sign_up", "user"], condition=Q(ended_at=None), name="event_place_once"),
            models.UniqueConstraint(fields=["user", "submission_id"], name="event_place_submitted_once"),
        ]

    def __str__(self) -> str:
        return f"Place {self.pk}"


class Paper(models.Model):
    """Slides or notes of an event: seen by whoever sees the event."""

    event = models.ForeignKey("pages.EventPage", models.CASCADE, related_name="papers")
    document = models.ForeignKey("wagtaildocs.Document", models.CASCADE, related_name="+")
    title = models.CharField(max_length=160, help_text="As readers see it: “Slides of the first talk”.")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "document"], name="event_paper_once")]

    def __str__(self) -> str:
        return self.title


class Barrier(models.Model):
    """Something that people at an event said stands in the way. It becomes a thread that peers solve. Of a hidden one
    readers see that it was there; of one that its author took back nothing is kept but that."""

    event = models.ForeignKey("pages.EventPage", models.CASCADE, related_name="barriers")
    title = models.CharField("in one line", max_length=TITLE)
    detail = models.TextField("what happens", max_length=BARRIER, blank=True)
    author = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    thread = models.ForeignKey("forum.Thread", models.SET_NULL, null=True, blank=True, related_name="+")
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    hidden_because = models.CharField(max_length=REASON, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    submission_id = models.CharField(max_length=64)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["event", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "submission_id"], name="event_barrier_submitted_once")
        ]

    def __str__(self) -> str:
        return self.title
