"""Saved searches, what each has told its owner, and the mails that told it. A thing is told once for each search."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.http import urlencode

from cms.core import clock
from cms.core.policy import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL
NAME, TEXT = 120, 300  # characters


def plain(text: str) -> str:
    """The words as search takes them: one space apart, cut where search cuts them."""
    return " ".join(text.split())[:TEXT]


def fingerprint(text: str, filters: Mapping[str, Sequence[str]]) -> str:
    """The same for the same search. Capitals count: SET and set find different things."""
    return hashlib.sha256(json.dumps([text, filters], sort_keys=True).encode()).hexdigest()


class SavedSearch(models.Model):
    """One person's search, kept. New finds always show on the site; e-mail comes as often as the owner says."""

    class Frequency(models.TextChoices):
        NEVER = "never", "Only on this site"
        AT_ONCE = "at_once", "At once"
        DAILY = "daily", "Every morning"
        WEEKLY = "weekly", "Every Monday morning"

    owner = models.ForeignKey(PERSON, models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=NAME)
    text = models.CharField(max_length=TEXT, blank=True)
    filters = models.JSONField(default=dict, blank=True)  # values by facet, sorted: {"kind": ["isp"]}
    frequency = models.CharField(max_length=7, choices=Frequency, default=Frequency.DAILY)
    fingerprint = models.CharField(max_length=64)  # of words and filters: the same search is saved once
    submission_id = models.CharField(max_length=64)  # pressing twice is once
    created_at = models.DateTimeField(default=clock.now)
    paused_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)  # compared with the whole index; null: not yet
    rights = models.CharField(max_length=64, blank=True)  # digest of what the owner could find at that moment
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "saved searches"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "fingerprint"], name="saved_search_once"),
            models.UniqueConstraint(fields=["owner", "submission_id"], name="saved_search_submitted_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where its results are on the members' site; the facet "kind" is called type there."""
        pairs: list[tuple[str, Any]] = [("q", self.text)]
        for facet, values in self.filters.items():
            pairs += [("type" if facet == "kind" else facet, value) for value in values]
        return f"/search?{urlencode(pairs)}"


class SavedSearchMail(models.Model):
    """One e-mail about saved searches: to one person, about all that was due. Its Delivery is in `notifications`."""

    class Kind(models.TextChoices):
        AT_ONCE = "at_once", "At once"
        DIGEST = "digest", "Morning digest"

    user = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    day = models.DateField(default=clock.today)  # London's
    things = models.PositiveIntegerField()  # how many it tells of
    made_at = models.DateTimeField(default=clock.now)
    stopped_at = models.DateTimeField(null=True)  # before it left, because something in it was not to be told any more

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "day"], condition=Q(kind="digest", stopped_at=None), name="saved_search_digest_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.day}"


class SavedSearchAlert(models.Model):
    """One row for each (saved search, thing) that matched. The row is what keeps a thing from being told twice."""

    class State(models.TextChoices):
        KNOWN = "known", "Matched when the search was saved"
        SITE = "site", "Told on the site"
        PENDING = "pending", "Told on the site, to be sent"
        MAILED = "mailed", "Handed to delivery"

    saved_search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="alerts")
    key = models.CharField(max_length=80)  # of the thing, as search calls it: "isp:7"
    state = models.CharField(max_length=7, choices=State)
    began_at = models.DateTimeField(default=clock.now)  # when it was first seen to match
    seen_at = models.DateTimeField(null=True)  # when the owner said so
    mail = models.ForeignKey(SavedSearchMail, models.SET_NULL, null=True, related_name="alerts")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["saved_search", "key"], name="saved_search_alert_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["saved_search"], name="saved_alert_due", condition=Q(state="pending")),
            models.Index(
                fields=["saved_search"], name="saved_alert_new", condition=Q(seen_at=None) & ~Q(state="known")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} for search {self.saved_search_id}"


class MatchRun(models.Model):
    """Things that changed in the index, and how far every saved search has been compared with them."""

    keys = models.JSONField()
    reached = models.BigIntegerField(default=0)  # saved searches up to this key are done
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{len(self.keys)} changes"
