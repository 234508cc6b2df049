from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Content(models.Model):
    """Some bytes that the site keeps, once, whatever they are called and however often. Never served by itself."""

    class State(models.TextChoices):
        WAITING = "waiting", "waits to be checked for viruses"
        CLEAN = "clean", "checked for viruses"
        NOT_SCANNED = "not_scanned", "not checked for viruses"
        MADE_HERE = "made_here", "made by the site itself"
        REFUSED = "refused", "a virus was found"

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(
        max_length=10, blank=True, help_text="What the bytes are (pdf, jpg), whatever the name says."
    )
    state = models.CharField(max_length=12, choices=State)
    note = models.CharField(max_length=250, blank=True, help_text="What the scanner said.")
    scanner = models.CharField(max_length=100, blank=True, help_text="The scanner's own version.")
    scanned_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When the scanner last gave no clear answer.")
    first_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True, help_text="Since when nothing on the site names it.")

    class Meta:
        ordering = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["state"], name="content_waiting", condition=Q(state="waiting")),
            models.Index(fields=["released_at"], name="content_released", condition=Q(released_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.get_state_display()}"


SERVED = frozenset({Content.State.CLEAN, Content.State.NOT_SCANNED, Content.State.MADE_HERE})


class KeptName(models.Model):
    """What a file is called on the site (documents/plan.pdf), and which bytes that means."""

    name = models.CharField(max_length=100, unique=True)
    content = models.ForeignKey(Content, models.PROTECT, related_name="names")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class SyncObject(models.Model):
    """One content in one place: to be put there, there, or ended there. The ledger of the store, the mirror, the move.

    Its state is in its dates: no `done_at` is to be put, `ended_at` no longer counts (the bytes may stay).
    """

    class Role(models.TextChoices):
        MEDIA = "media", "the site's own files"
        MIRROR = "mirror", "the copy of what is published"
        QUARANTINE = "quarantine", "not served to anybody"

    role = models.CharField(max_length=10, choices=Role)
    place = models.CharField(max_length=200, help_text="disk:media, s3://bucket")
    key = models.CharField(max_length=400)
    content = models.ForeignKey(Content, models.PROTECT, related_name="objects_kept")
    source = models.CharField(max_length=200, blank=True, help_text="What it is a copy of: document:42, register:isps.")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True, help_text="When the place itself said that it has the bytes.")
    verified_at = models.DateTimeField(null=True, blank=True, help_text="When its bytes were last read and hashed.")
    tried_at = models.DateTimeField(null=True, blank=True, help_text="When they were last asked for, whatever came.")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    tombstone_at = models.DateTimeField(null=True, blank=True, help_text="When the place was told that it ended.")
    leased_until = models.DateTimeField(null=True, blank=True, help_text="A worker is at it until then.")
    attempts = models.PositiveIntegerField(default=0)
    upload_id = models.CharField(max_length=250, blank=True)
    error = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["place", "key"], name="sync_object_once")]
        indexes: ClassVar = [
            models.Index(
                fields=["place"], name="sync_waiting", condition=Q(done_at__isnull=True, ended_at__isnull=True)
            ),
            models.Index(fields=["place", "tried_at"], name="sync_tried"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.key}"


class ReconcileRun(models.Model):
    """One comparison of the ledger with what the places hold, and what was mended. Zero is the only passing figure."""

    class Mode(models.TextChoices):
        SAMPLE = "sample", "listed, and a sample read"
        ALL = "all", "listed, and everything read"

    mode = models.CharField(max_length=10, choices=Mode)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    lists = models.JSONField(default=dict, help_text="The first 200 of each.")
    heals = models.BooleanField(default=False, help_text="Whether it is to mend what it can.")
    healed = models.JSONField(default=list, help_text="What it mended, in words.")
    leased_until = models.DateTimeField(null=True, blank=True, help_text="A worker is at it until then.")

    class Meta:
        ordering: ClassVar = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_mode_display()} {self.started_at:%Y-%m-%d %H:%M}"
