"""Which topics somebody wants to hear of, and what others see of them where people are looked for."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from cms.core import clock
from cms.core.policy import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL


class TopicInterest(models.Model):
    """“Tell me about this topic”: for new questions, and for what briefings choose. How often mail comes is a choice by
    kind of notice (cms.notifications.preferences). A row while it is wanted; taken back, the row goes."""

    user = models.ForeignKey(PERSON, models.CASCADE, related_name="interests")
    topic = models.ForeignKey("snippets.Topic", models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.now)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "topic"], name="topic_interest_once")]

    def __str__(self) -> str:
        return f"{self.user_id} wants to hear of {self.topic_id}"


class PersonCard(models.Model):
    """What somebody lets other members see of them in “People who can help”. No row: the card's defaults."""

    user = models.OneToOneField(PERSON, models.CASCADE, related_name="card")
    about = models.CharField("what you do, in your own words", max_length=300, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)  # since when they are not found there
    # No longer read: what others see is members.Shown. The columns go with the next release.
    shows_email = models.BooleanField("others see my e-mail address there", default=True)
    shows_phone = models.BooleanField("others see my telephone number there", default=False)
    changed_at = models.DateTimeField(default=clock.now)
    objects = VisibleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Card of {self.user_id}"
