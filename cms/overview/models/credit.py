"""Guidance that came of a thread, and whom it thanks. People are asked before they are named."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from cms.core import clock
from cms.core.policy import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL


class GuidanceSource(models.Model):
    """That a page was begun from a thread. A thread becomes one page."""

    thread = models.OneToOneField("forum.Thread", models.CASCADE, related_name="guidance_source")
    page = models.OneToOneField("pages.GuidancePage", models.CASCADE, related_name="thread_source")
    made_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"Guidance from thread {self.thread_id}"


class Credit(models.Model):
    """One person whose words stand behind a page. Named once they agreed, or where they posted by name in an open space
    (`asked_at` is empty then); never after they said no, nor once their post is gone."""

    class Part(models.TextChoices):
        ASKED = "asked", "asked the question"
        ANSWERED = "answered", "answered it"
        HELPED = "helped", "helped with a reply"

    source = models.ForeignKey(GuidanceSource, models.CASCADE, related_name="credits")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    post = models.ForeignKey("forum.Post", models.CASCADE, related_name="+")
    part = models.CharField(max_length=8, choices=Part)
    asked_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "person"], name="credited_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.get_part_display()}"

    @property
    def is_open(self) -> bool:
        """Asked, and not answered yet."""
        return self.asked_at is not None and self.agreed_at is None and self.declined_at is None
