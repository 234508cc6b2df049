from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


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
    title = models.CharField(max_length=255, blank=True, help_text="As the file itself says.")
    barriers = models.JSONField(default=list, blank=True, help_text="Codes of what may keep people from reading it.")
    redact = models.JSONField(default=dict, blank=True, help_text="How many of what to look at before publishing.")
    cover = models.CharField(max_length=100, blank=True, help_text="The picture of its first page, in the store.")
    reader = models.PositiveSmallIntegerField(default=0, help_text="Which version of the reader; an older reads again.")
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
