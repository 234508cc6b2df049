"""Editions of news that go out by mail: what is in them, who gets them, what was corrected, and who asked for them."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from cms.core import clock
from cms.core.policy import VisibleQuerySet
from cms.core.slugs import free_slug
from cms.members.models import PartnerRole, SiteRole

PERSON = settings.AUTH_USER_MODEL
RESERVED = ("suggest", "subscribe", "subscribed")  # addresses below /briefings that are no edition


def not_reserved(slug: str) -> None:
    if slug in RESERVED:
        raise ValidationError("This address is taken. Choose another.")


def link_within_reason(link: str) -> None:
    """A path of the members' site, or an address of another one that is read safely."""
    own = link.startswith("/") and not link.startswith("//")
    if any(mark.isspace() or mark in '<>"\\' for mark in link) or not (own or link.startswith("https://")):
        raise ValidationError("Write a path of this site, like /help, or an address that begins with https://.")


class EditionQuerySet(VisibleQuerySet):
    def archived(self) -> "EditionQuerySet":
        """Those that went out, or began to."""
        return self.exclude(begun_at=None)


class Edition(ClusterableModel):
    """One briefing. It is a draft until somebody fixes when it goes; from the moment it begins to go, it is kept as it
    was sent, and what was wrong is said in a correction."""

    class Readers(models.TextChoices):
        RECIPIENTS = "recipients", "Only those to whom it goes"
        MEMBERS = "members", "Every member"
        PUBLIC = "public", "Everybody; it also goes to the public who asked for it"

    title = models.CharField(max_length=160, help_text="The subject of the mail. Say what is in it.")
    slug = models.SlugField(
        "address",
        max_length=80,
        unique=True,
        blank=True,
        validators=[not_reserved],
        help_text="As in /briefings/november. Left empty, it is made of the title.",
    )
    note = models.TextField("editor’s note", blank=True, help_text="Plain text. An empty line begins a new paragraph.")
    signed_by = models.ForeignKey(
        PERSON,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="chosen by",
        limit_choices_to=Q(site_roles__role="core_editor"),
        help_text="Members see the name; to the public it comes from the core team.",
    )
    readers = models.CharField("who may read it on the site", max_length=10, choices=Readers, default=Readers.MEMBERS)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    number = models.PositiveIntegerField(null=True, unique=True, editable=False)  # given when it begins to go
    send_at = models.DateTimeField(null=True, blank=True, editable=False)
    scheduled_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, editable=False, related_name="+")
    # The four moments of sending. Each is written in the transaction of what it says, so any step may be done again.
    begun_at = models.DateTimeField(null=True, editable=False)  # from here on nothing of it changes
    listed_at = models.DateTimeField(null=True, editable=False)  # its recipients are fixed
    handed_up_to = models.BigIntegerField(default=0, editable=False)  # the last recipient given to notifications
    handed_over_at = models.DateTimeField(null=True, editable=False)
    stopped_at = models.DateTimeField(null=True, editable=False)  # what has not gone does not go
    is_example = models.BooleanField("an invented example", default=False, editable=False)
    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["send_at"], name="edition_open", condition=Q(handed_over_at=None))]
        verbose_name = "briefing"

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug or free_slug(
            Edition.objects.all(), self.title, length=80, empty="briefing", reserved=RESERVED
        )

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        return f"/briefings/{self.slug}"

    @property
    def standing(self) -> str:
        """draft, scheduled, sending, sent or stopped: from its dates."""
        if self.stopped_at is not None:
            return "stopped"
        if self.handed_over_at is not None:
            return "sent"
        if self.begun_at is not None:
            return "sending"
        return "draft" if self.send_at is None else "scheduled"


class EditionItem(Orderable):
    """One item, in the editor's words. Where it points at a page or a thread, only who may read that sees the item."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey("wagtailcore.Page", models.SET_NULL, null=True, blank=True, related_name="+")
    thread = models.ForeignKey("forum.Thread", models.SET_NULL, null=True, blank=True, related_name="+")
    # A page or thread that is deleted takes its item out of sight: the words were about it.
    points_at = models.CharField(max_length=6, blank=True, editable=False)  # "page", "thread" or nothing
    link = models.CharField(
        max_length=300,
        blank=True,
        validators=[link_within_reason],
        help_text="For what is neither a page nor a question here: /help, or an address that begins with https://.",
    )
    kicker = models.CharField(
        "line above the title", max_length=60, blank=True, help_text="Such as “Consultation”. Empty: what it is."
    )
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=1200, blank=True, help_text="One or two plain sentences.")
    to_do = models.CharField(
        "what to do", max_length=200, blank=True, help_text="“To do: …”, where readers have to act."
    )
    objects = VisibleQuerySet.as_manager()

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.points_at = "page" if self.page_id else "thread" if self.thread_id else ""
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        super().clean()
        if sum(bool(one) for one in (self.page_id, self.thread_id, self.link)) > 1:
            raise ValidationError({"link": "An item leads to one thing: a page, a question, or another address."})


class EditionAudience(models.Model):
    """One line of who gets it. What a line names must all hold; whom any line names gets one mail. No line: all
    members."""

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="audience")
    sector = models.ForeignKey("snippets.Sector", models.CASCADE, null=True, blank=True, related_name="+")
    role = models.CharField("role at their organisation", max_length=20, choices=PartnerRole.Role, blank=True)
    partner = models.ForeignKey("snippets.Partner", models.CASCADE, null=True, blank=True, related_name="+")
    topic = models.ForeignKey(
        "snippets.Topic",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="People who chose to hear of it.",
    )
    site_role = models.CharField("group of the network", max_length=20, choices=SiteRole.Role, blank=True)
    space = models.ForeignKey(
        "forum.Space",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to=~Q(kind="confidential"),  # nobody outside it sees its name
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        named = (
            self.sector,
            self.get_role_display(),
            self.partner,
            f"topic {self.topic}" if self.topic else "",
            self.get_site_role_display(),
            f"space {self.space}" if self.space else "",
        )
        return ", ".join(str(one) for one in named if one) or "Every member"

    def clean(self) -> None:
        super().clean()
        if self.space is not None and self.space.kind == "confidential":
            raise ValidationError({"space": "Nobody outside a confidential space knows that it is there."})


class Subscription(models.Model):
    """Somebody without an account asked for the public briefing. It counts once they say so from that very mailbox;
    stopped, the row goes."""

    email = models.EmailField(max_length=254, unique=True)  # lower case
    asked_at = models.DateTimeField(default=clock.now)
    asked_times = models.PositiveSmallIntegerField(default=1)  # mails sent on the day of `asked_at`
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = "public subscription"

    def __str__(self) -> str:
        return f"Subscription {self.pk}"


class Recipient(models.Model):
    """Somebody to whom an edition goes: each person once, each address once, whatever lines name them."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="recipients")
    user = models.ForeignKey(PERSON, models.CASCADE, null=True, blank=True, related_name="+")
    subscription = models.ForeignKey(Subscription, models.SET_NULL, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=254)
    left_out_because = models.CharField(max_length=120, blank=True)  # known before sending: their mail comes back

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "user"], name="briefing_person_once"),
            models.UniqueConstraint(fields=["edition", "address"], name="briefing_address_once"),
        ]

    def __str__(self) -> str:
        return f"Recipient {self.pk}"


class Correction(models.Model):
    """What was wrong in an edition and what is right. It goes to whoever got the edition, and stands above it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="corrections")
    text = models.TextField(max_length=2000)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    submission_id = models.CharField(max_length=64, unique=True)
    handed_up_to = models.BigIntegerField(default=0)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"Correction {self.pk} of {self.edition_id}"


class Suggestion(models.Model):
    """A member says what others should hear of. The core team decides."""

    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=160)
    why = models.TextField(max_length=1000)
    link = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)
    submission_id = models.CharField(max_length=64)
    settled_at = models.DateTimeField(null=True, blank=True)  # taken into an edition, or set aside

    class Meta:
        ordering = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "submission_id"], name="briefing_suggested_once")
        ]

    def __str__(self) -> str:
        return self.title
