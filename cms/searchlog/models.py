"""What people look for, without who they are; what they say is missing; and what editors do about it."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core import clock
from cms.core.policy import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL


class LoggedSearch(models.Model):
    """The first page of one search. No person, no address, no time of day; the organisation is only counted by."""

    day = models.DateField(default=clock.today)
    phrase = models.CharField(max_length=120, help_text="In normal form: small letters, no accents or punctuation.")
    organisation = models.ForeignKey(
        "snippets.Partner", models.SET_NULL, null=True, blank=True, related_name="+", help_text="Empty for visitors."
    )
    total = models.PositiveIntegerField("results")
    relaxed = models.BooleanField("only some of the words", default=False)
    filters = models.CharField(max_length=120, blank=True, help_text="Names of the filters that were on.")
    shown = models.JSONField(default=list, help_text="Keys of the results of the first page, in their order.")

    class Meta:
        ordering = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["day", "phrase"], name="searchlog_day")]
        verbose_name = "logged search"
        verbose_name_plural = "logged searches"

    def __str__(self) -> str:
        return self.phrase


class Click(models.Model):
    """A result of a logged search was opened: which, and where it stood. Who did it is known no more than who asked."""

    search = models.ForeignKey(LoggedSearch, models.CASCADE, related_name="clicks")
    key = models.CharField(max_length=60)  # "isp:7"
    position = models.PositiveSmallIntegerField()  # from 1

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["search", "key"], name="click_once")]

    def __str__(self) -> str:
        return f"{self.key} at {self.position}"


class Popularity(models.Model):
    """How much more or less a thing is opened than others in its places: .5 is the usual. Written every night."""

    key = models.CharField(max_length=60, unique=True)
    value = models.FloatField()

    class Meta:
        ordering = ["key"]
        verbose_name_plural = "popularities"

    def __str__(self) -> str:
        return f"{self.key}: {self.value:.2f}"


class ContentTask(models.Model):
    """Something to write, or to make easier to find. Its state follows from its dates."""

    phrase = models.CharField("what people look for", max_length=120)
    note = models.TextField(blank=True, max_length=2000)
    taken_by = models.ForeignKey(
        PERSON, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="who takes it"
    )
    due_on = models.DateField("due", null=True, blank=True)
    searches = models.PositiveIntegerField(
        default=0, help_text="How often it had been looked for when this was made; 0 where too few organisations did."
    )
    made_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, editable=False, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=60, blank=True)  # the key of what answers it: "guidance:42"
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("why not", max_length=500, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["phrase"], condition=Q(answered_at=None, declined_at=None), name="content_task_open_once"
            ),
            models.CheckConstraint(condition=Q(answered_at=None) | Q(declined_at=None), name="content_task_one_ending"),
        ]

    def __str__(self) -> str:
        return self.phrase

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.declined_at is None

    def state_on(self, day: datetime.date) -> str:
        """ "open", "late", "answered" or "not going to", from the dates alone."""
        if self.answered_at is not None:
            return "answered"
        if self.declined_at is not None:
            return "not going to"
        return "late" if self.due_on is not None and self.due_on < day else "open"


class Wish(models.Model):
    """What somebody looked for and did not find, in their words. The person is kept only to be told."""

    text = models.CharField("what they looked for", max_length=200)
    phrase = models.CharField(max_length=120, editable=False)
    note = models.TextField(blank=True, max_length=1000)
    organisation = models.ForeignKey("snippets.Partner", models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, null=True, blank=True, related_name="wishes")
    submission_id = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(default=clock.now)
    task = models.ForeignKey(ContentTask, models.SET_NULL, null=True, blank=True, related_name="wishes")
    told_at = models.DateTimeField(null=True, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name_plural = "wishes"

    def __str__(self) -> str:
        return self.text
