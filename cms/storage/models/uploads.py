from typing import ClassVar

from django.conf import settings
from django.db import models

from cms.core.policy import VisibleQuerySet


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


class UploadPart(models.Model):
    """One file on its way in pieces: what arrived of it lies in a file of this machine until the last piece is here."""

    ticket = models.ForeignKey(UploadTicket, models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField(help_text="The sender's own count of the files, from 1.")
    name = models.CharField(max_length=200, help_text="As the sender called it.")
    size = models.PositiveBigIntegerField(help_text="Bytes of the whole file, as announced.")
    arrived = models.PositiveBigIntegerField(default=0, help_text="Bytes that are here.")
    at = models.DateTimeField(help_text="When the last piece came.")

    class Meta:
        ordering = ["ticket", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "number"], name="upload_part_once")]

    def __str__(self) -> str:
        return self.name
