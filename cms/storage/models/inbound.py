from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core.policy import VisibleQuerySet
from cms.storage.models.contents import Content


class ExchangePartner(models.Model):
    """A body whose system may drop files into a folder of its own: inbox/<folder>/."""

    partner = models.OneToOneField("snippets.Partner", models.CASCADE, related_name="exchange")
    folder = models.SlugField(max_length=60, unique=True)
    principal = models.CharField(max_length=200, blank=True, help_text="The body's user at the S3 server.")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["folder"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["principal"], condition=~Q(principal=""), name="principal_once")
        ]

    def __str__(self) -> str:
        return self.folder


class InboundReceipt(models.Model):
    """One version of one file that a partner's system dropped, and what became of it."""

    class State(models.TextChoices):
        SEEN = "seen", "seen, to be looked at"
        WAITING = "waiting", "waits to be checked for viruses"
        DRAFTED = "drafted", "taken in as a draft"
        SAME = "same", "the same file again"
        REFUSED = "refused", "refused"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "not used by the core team"

    bucket = models.CharField(max_length=200)
    key = models.CharField(max_length=1024)
    version = models.CharField(max_length=100)
    etag = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    exchange = models.ForeignKey(ExchangePartner, models.SET_NULL, null=True, blank=True, related_name="receipts")
    name = models.CharField(max_length=255, blank=True, help_text="Below the partner's folder.")
    kind = models.CharField(
        max_length=40, blank=True, help_text="The registered handler: document, agreements, register."
    )
    content = models.ForeignKey(Content, models.SET_NULL, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Stays when the bytes of a refused file are gone.")
    target = models.CharField(max_length=80, blank=True, help_text="The handler's own name for the draft it made.")
    state = models.CharField(max_length=10, choices=State, default=State.SEEN)
    reason = models.CharField(max_length=250, blank=True, help_text="In words for the partner.")
    attempts = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True, help_text="When it was last taken up.")
    seen_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True, help_text="When it was first taken up, of its body's day.")
    missed = models.PositiveSmallIntegerField(default=0, help_text="Looks at which it was not there, or unreadable.")
    decided_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, help_text="When an editor decided about the draft.")
    tagged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(
        getattr(settings, "WAGTAILDOCS_DOCUMENT_MODEL", "wagtaildocs.Document"),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bucket", "key", "version", "etag"], name="receipt_once"),
            models.UniqueConstraint(
                fields=["exchange", "name", "content"],
                condition=Q(state__in=["drafted", "accepted", "declined"]),
                name="drafted_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state"], name="receipt_open", condition=Q(state__in=["seen", "waiting"]))
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def body_id(self) -> int | None:
        """Key of the partner whose system sent it, for the audit trail; None where nobody's folder is named."""
        return self.exchange.partner_id if self.exchange is not None else None  # type: ignore[attr-defined]
