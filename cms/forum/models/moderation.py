"""What members reported, and what moderators did and why."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core import clock
from cms.core.policy import VisibleQuerySet
from cms.forum.models.thread import Post, Thread

PERSON = settings.AUTH_USER_MODEL


class Report(models.Model):
    """A member says that something is wrong with a post. Only moderators know who."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(max_length=1000)
    at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=400, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "reporter"], condition=Q(settled_at=None), name="reported_once")
        ]

    def __str__(self) -> str:
        return f"Report {self.pk}"


class ModerationAction(models.Model):
    """One thing a moderator did, with its reason. The author is told."""

    class Kind(models.TextChoices):
        HIDE = "hide", "Hidden"
        SHOW = "show", "Shown again"
        LOCK = "lock", "Closed to replies"
        UNLOCK = "unlock", "Opened to replies"
        MOVE = "move", "Moved to another space"
        MERGE = "merge", "Put together with another thread"

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="moderation")
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="moderation")
    kind = models.CharField(max_length=6, choices=Kind)
    reason = models.CharField(max_length=400)
    note = models.CharField(max_length=200, blank=True)  # from where to where
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"
