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
