"""What was told to whom: e-mails and notices, how often each person wants mail, digests, and what came back."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core import clock


class Frequency(models.TextChoices):
    """How often e-mail about one kind of notice comes. The site always shows it at once."""

    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Once a day, at 7am"
    WEEKLY = "weekly", "Once a week, Mondays at 7am"
    NEVER = "never", "No e-mail, only on the site"


class Preference(models.Model):
    """What a person chose for one kind of notice (cms.notifications.kinds). No row: the kind's own default."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    frequency = models.CharField(max_length=7, choices=Frequency)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["user", "kind"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "kind"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_frequency_display()}"


class Digest(models.Model):
    """One mail that holds what waited, for one person on one London day. Its Delivery has the key "digest:<pk>"."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "day"], name="digest_once")]

    def __str__(self) -> str:
        return f"Digest of {self.day}"


class PersonalKey(models.Model):
    """A secret that stands for one person and one thing: stopping one kind of e-mail, or reading one calendar.

    Only the secret's digest is kept. `nonce` lets the link in a mail be written again for the same key; it opens
    nothing without the installation's own key.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=60)
    label = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    nonce = models.CharField(max_length=43, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["user", "purpose"], name="personal_key_of_user")]

    def __str__(self) -> str:
        return self.label or self.purpose


class Delivery(models.Model):
    """One message to one person by one channel, whatever crashes: unique by source, recipient and channel."""

    class Channel(models.TextChoices):
        EMAIL = "email", "e-mail"

    class State(models.TextChoices):
        PENDING = "pending", "waiting"
        HELD = "held", "waits for a digest"
        GATHERED = "gathered", "in a digest"
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
    digest = models.ForeignKey(Digest, models.SET_NULL, null=True, blank=True, related_name="items")

    class Meta:
        ordering = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source_key", "recipient", "channel"], name="delivery_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["lease_until"], name="delivery_open", condition=Q(state__in=["pending", "sending"])),
            models.Index(fields=["recipient"], name="delivery_recipient"),
            models.Index(fields=["message_id"], name="delivery_message"),
            models.Index(fields=["user"], name="delivery_held", condition=Q(state="held")),
        ]
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.subject} ({self.recipient})"


class Bounce(models.Model):
    """Mail to an address came back, or was refused. It counts against the address until somebody clears it."""

    class Source(models.TextChoices):
        REPORT = "report", "A report came back"
        REFUSED = "refused", "Refused at the door"
        PERSON = "person", "Somebody said so"

    address = models.CharField(max_length=254, db_index=True)
    delivery = models.OneToOneField(Delivery, models.SET_NULL, null=True, blank=True, related_name="bounce")
    source = models.CharField(max_length=7, choices=Source)
    status = models.CharField(max_length=20, blank=True, help_text="As the other mail server says it: 5.1.1, 550.")
    said = models.CharField(max_length=300, blank=True)
    is_permanent = models.BooleanField(default=True)
    at = models.DateTimeField(default=clock.now)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.address}: {self.status or self.get_source_display()}"


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
