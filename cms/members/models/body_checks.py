"""Once a year each body says whether what the site knows of it is still right."""

from typing import ClassVar

from django.db import models

from cms.core import clock
from cms.members.models.people import User


class BodyCheck(models.Model):
    """One year's question to a body. Open until somebody of the body, or the core team, says that it is right."""

    partner = models.ForeignKey("snippets.Partner", models.CASCADE, related_name="body_checks")
    due_on = models.DateField()
    asked_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    fingerprint = models.CharField(max_length=64, blank=True)  # of the page that was confirmed
    wrong = models.JSONField(default=list)  # what they said is not right, by kind: for the core team

    class Meta:
        ordering: ClassVar = ["-due_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner"], condition=models.Q(confirmed_at=None), name="body_check_once")
        ]

    def __str__(self) -> str:
        return f"Check {self.pk} due {self.due_on:%-d %B %Y}"

    @property
    def is_late(self) -> bool:
        return self.confirmed_at is None and self.due_on < clock.today()
