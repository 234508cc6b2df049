"""Copies of the registers: the last tables for other systems, and the signed one of each month."""

from typing import Any, ClassVar

from django.core.files.storage import Storage, storages
from django.db import models

from cms.core.clock import LONDON
from cms.core.policy import VisibleQuerySet

LATE_AFTER_DAYS = 1  # of the month: the first is on time


def made_here() -> Storage:
    """Where files lie that the site makes itself."""
    return storages["made_here"]


class RegisterExport(models.Model):
    """The last tables of one register, for the mirror."""

    register = models.CharField(max_length=20, unique=True)
    sha256 = models.CharField(max_length=64, help_text="Of the JSON, from which the others follow.")
    rows = models.PositiveIntegerField()
    json = models.FileField(upload_to="registers", storage=made_here)
    csv = models.FileField(upload_to="registers", storage=made_here)
    xlsx = models.FileField(upload_to="registers", storage=made_here)
    made_at = models.DateTimeField(help_text="Since when the register says this.")

    class Meta:
        ordering = ["register"]

    def __str__(self) -> str:
        return self.register


class RegisterKey(models.Model):
    """A public key with which copies were signed. It is published for ever: old copies are checked with it."""

    key_id = models.CharField(max_length=16, unique=True, help_text="The first figures of the SHA-256 of its bytes.")
    pem = models.TextField()
    first_used_at = models.DateTimeField()
    compromised_on = models.DateField(null=True, blank=True, help_text="From which day on others had the key too.")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-first_used_at", "-pk"]

    def __str__(self) -> str:
        return self.key_id

    @property
    def warning(self) -> str:
        """One line for whoever relies on the key; "" where nobody else had it."""
        if self.compromised_on is None:
            return ""
        return f"Others had this key from {self.compromised_on} on: its signature alone proves nothing any more."

    @property
    def as_file(self) -> str:
        """PEM with the warning above it, which readers of PEM pass over."""
        return f"{self.warning}\n{self.pem}" if self.warning else self.pem


class RegisterSnapshot(models.Model):
    """The registers as they stood when it was taken, signed. One a month for each audience, and never changed."""

    class Audience(models.TextChoices):
        MEMBERS = "members", "Members"
        PUBLIC = "public", "Everybody"

    month = models.CharField(max_length=7, help_text="London’s month in which it was taken: 2026-11")
    audience = models.CharField(max_length=8, choices=Audience)
    taken_at = models.DateTimeField()
    key = models.ForeignKey(RegisterKey, models.PROTECT, related_name="snapshots")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-month", "audience"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["month", "audience"], name="register_snapshot_once")]

    def __str__(self) -> str:
        return f"{self.month} ({self.get_audience_display()})"

    @property
    def is_late(self) -> bool:
        """Whether it was taken later than on the first day of its month."""
        return bool(self.taken_at.astimezone(LONDON).day > LATE_AFTER_DAYS)


class SnapshotFile(models.Model):
    """One file of a snapshot. The manifest names the others with their hashes; the signature is over the manifest."""

    class Kind(models.TextChoices):
        JSON = "json", "All registers, as JSON"
        CSV = "csv", "One register, as a table"
        MANIFEST = "manifest", "The list of the files with their hashes"
        SIGNATURE = "signature", "The signature of the list"

    snapshot = models.ForeignKey(RegisterSnapshot, models.CASCADE, related_name="files")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=9, choices=Kind)
    rows = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(help_text="In bytes.")
    file = models.FileField(upload_to="snapshots", storage=made_here)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["snapshot", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["snapshot", "name"], name="snapshot_file_once")]

    def __str__(self) -> str:
        return self.name

    def content(self) -> bytes:
        """Raises FileNotFoundError, and StoreUnavailable where the store does not answer."""
        with self.file.open("rb") as opened:
            found: Any = opened.read()
        return bytes(found)
