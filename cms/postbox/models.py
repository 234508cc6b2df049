"""What came in by e-mail, and what became of it. The words are kept for days, the record for months."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core import clock


class InboundMail(models.Model):
    """One message, whatever how often it is delivered: `key` is made of its Message-ID and its content."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "not looked at yet"
        TAKEN = "taken", "taken"
        REFUSED = "refused", "refused"
        LEFT = "left", "left alone"  # written by a machine: nobody is told
        BOUNCE = "bounce", "mail of ours that came back"
        FAILED = "failed", "given up"

    key = models.CharField(max_length=64, unique=True)
    message_id = models.CharField(max_length=250, blank=True)
    sender = models.CharField("from", max_length=254, blank=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose reply address it came to.",
    )
    size = models.PositiveIntegerField(default=0)  # bytes, as it came
    received_at = models.DateTimeField(default=clock.now, db_index=True)
    raw = models.BinaryField(null=True)  # until it is taken; of a refused one, for some days
    outcome = models.CharField(max_length=7, choices=Outcome, default=Outcome.WAITING)
    reason = models.CharField(max_length=250, blank=True)
    path = models.CharField("what became of it", max_length=500, blank=True)  # on the members' site
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["received_at"], name="inbound_waiting", condition=Q(outcome="waiting")),
            models.Index(fields=["user", "received_at"], name="inbound_of_user"),
        ]
        verbose_name = "incoming e-mail"

    def __str__(self) -> str:
        return f"{self.sender or 'unknown sender'}, {self.received_at:%Y-%m-%d %H:%M}"
