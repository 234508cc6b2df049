from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Delivery(models.Model):
    """One message to one person by one channel, whatever crashes: unique by source, recipient and channel."""

    class Channel(models.TextChoices):
        EMAIL = "email", "e-mail"

    class State(models.TextChoices):
        PENDING = "pending", "waiting"
        SENDING = "sending", "being sent"
        SENT = "sent", "sent"
        SUPERSEDED = "superseded", "replaced by a later one"
        CANCELLED = "cancelled", "cancelled"
        FAILED = "failed", "given up"

    source_key = models.CharField(max_length=160)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    recipient = models.CharField("to", max_length=254)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    recipient_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    path = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was cancelled or given up.")
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    maybe_doubled = models.BooleanField(default=False, help_text="Sent again after an attempt that may have arrived.")
    message_id = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source_key", "recipient", "channel"], name="delivery_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["lease_until"], name="delivery_open", condition=Q(state__in=["pending", "sending"])),
            models.Index(fields=["recipient"], name="delivery_recipient"),
        ]
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.subject} ({self.recipient})"


class Notification(models.Model):
    """What a person sees on the site: once for each source, written in the transaction of its cause."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    source_key = models.CharField(max_length=160)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "source_key"], name="notification_once")]
        indexes: ClassVar = [models.Index(fields=["user", "-created_at"], name="notification_of_user")]

    def __str__(self) -> str:
        return self.title
