from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class StoredCopy(models.Model):
    """The copy of one content of one document in the file store. A changed file is a new row with a new key."""

    class State(models.TextChoices):
        PENDING = "pending", "waiting to be copied"
        DONE = "done", "copied"
        GONE = "gone", "replaced before it was copied"

    document = models.ForeignKey(
        getattr(settings, "WAGTAILDOCS_DOCUMENT_MODEL", "wagtaildocs.Document"),
        models.SET_NULL,
        null=True,
        related_name="stored_copies",
    )
    key = models.CharField(max_length=400, unique=True)
    name = models.CharField(max_length=255, help_text="Where the CMS keeps the file.")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    upload_id = models.CharField(max_length=250, blank=True)
    error = models.CharField(max_length=250, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes: ClassVar = [models.Index(fields=["state"], name="copy_pending", condition=Q(state="pending"))]
        verbose_name_plural = "stored copies"

    def __str__(self) -> str:
        return self.key


class DocumentText(models.Model):
    """The text of one content, whoever uploaded it and however often: search looks in it. Same bytes, one row."""

    class State(models.TextChoices):
        PENDING = "pending", "waiting to be read"
        DONE = "done", "read"
        EMPTY = "empty", "holds no text"
        REFUSED = "refused", "not read"
        FAILED = "failed", "could not be read"

    sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    reason = models.CharField(max_length=200, blank=True, help_text="In words for an editor.")
    pages = models.PositiveIntegerField(default=0, help_text="Of a PDF; 0 for other files.")
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes: ClassVar = [models.Index(fields=["state"], name="text_pending", condition=Q(state="pending"))]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.get_state_display()}"


class DocumentUse(models.Model):
    """A thing in the search index shows this document, so its entry may hold the document's text."""

    document = models.ForeignKey(
        getattr(settings, "WAGTAILDOCS_DOCUMENT_MODEL", "wagtaildocs.Document"), models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=80, db_index=True, help_text="As search names it: guidance:42.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "key"], name="document_use_once")]

    def __str__(self) -> str:
        return f"{self.key} shows document {self.document_id}"  # type: ignore[attr-defined]
