"""Who follows a thread, and who said that they know a topic."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from cms.core import clock
from cms.core.policy import VisibleQuerySet
from cms.forum.models.thread import Thread

PERSON = settings.AUTH_USER_MODEL


class Follow(models.Model):
    """Somebody wants to hear of replies. Chosen when they post or reply, or by the button; ended, not deleted."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="followers")
    user = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["thread", "user"], name="followed_once")]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.thread_id}"


class Expertise(models.Model):
    """“I know this topic, ask me”: said by the person, taken back by the person."""

    user = models.ForeignKey(PERSON, models.CASCADE, related_name="expertise")
    topic = models.ForeignKey("snippets.Topic", models.CASCADE, related_name="+")
    note = models.CharField("what you can help with", max_length=200, blank=True)
    since = models.DateTimeField(default=clock.now)
    is_listed = models.BooleanField("others may see it", default=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "topic"], name="expertise_once")]

    def __str__(self) -> str:
        return f"{self.user_id} knows {self.topic_id}"
