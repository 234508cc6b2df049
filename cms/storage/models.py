from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core.policy import VisibleQuerySet


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


class UploadTicket(models.Model):
    """Leave for one person to send files once, for one purpose. Its address is signed; nothing secret is kept here."""

    purpose = models.CharField(max_length=40, help_text="As registered by the app that takes the files.")
    target = models.CharField(max_length=200, blank=True, help_text="What the files are for, in the purpose's words.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes: ClassVar = [models.Index(fields=["user", "made_at"], name="upload_of_user")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.target}"


class UploadedFile(models.Model):
    """What came of one file that was sent with a ticket. The file itself belongs to whoever took it."""

    ticket = models.ForeignKey(UploadTicket, models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField(help_text="In the order in which they were sent, from 1.")
    name = models.CharField(max_length=200, help_text="As the sender called it.")
    taken = models.BooleanField()
    words = models.CharField(max_length=250, blank=True, help_text="What the sender is told.")
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["ticket", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "number"], name="uploaded_file_once")]

    def __str__(self) -> str:
        return self.name
