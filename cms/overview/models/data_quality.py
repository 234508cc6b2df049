"""What the core team's list of things to mend remembers: answers of links, and pairs that are not one body."""

import hashlib

from django.conf import settings
from django.db import models

from cms.core import clock


class LinkCheck(models.Model):
    """What an address answered when it was last asked. One row for each address, wherever it stands."""

    class Outcome(models.TextChoices):
        WORKS = "works", "Works"
        MOVED = "moved", "Moved for good"
        MISSING = "missing", "Nothing there"
        NO_ANSWER = "no_answer", "No answer"
        REFUSED = "refused", "Not asked: not a public address"

    digest = models.CharField(max_length=64, unique=True, editable=False)
    url = models.CharField(max_length=500)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)  # empty: not asked yet
    detail = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row

    class Meta:
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url


def digest_of(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


class NotTheSame(models.Model):
    """Two partners that somebody has looked at: they are two bodies, and are not proposed again."""

    one = models.ForeignKey("snippets.Partner", models.CASCADE, related_name="+")
    other = models.ForeignKey("snippets.Partner", models.CASCADE, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="not_the_same_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="not_the_same_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} is not {self.other}"
