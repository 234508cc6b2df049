"""How a body comes in, what it signs when it does, and who stands beside it in its first months."""

import hashlib
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core import clock
from cms.core.policy import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL


class ApplicationQuerySet(VisibleQuerySet):
    def to_decide(self) -> Any:
        """Whose sender has shown that the address is theirs, and that nobody has decided."""
        return self.filter(confirmed_at__isnull=False, approved_at=None, refused_at=None)


class Application(models.Model):
    """A body asks to join. What was typed is nobody's word until the sender has pressed the button in our e-mail."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", "Waits for the sender to confirm the address"
        WITH_US = "with_us", "Waits for the core team"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Not approved"

    number = models.PositiveIntegerField(unique=True, editable=False)
    organisation = models.CharField("name of the organisation, as it was typed", max_length=200)
    sector = models.ForeignKey("snippets.Sector", models.SET_NULL, null=True, blank=True, related_name="+")
    charity_number = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=160)
    job_title = models.CharField(max_length=120, blank=True)
    email = models.EmailField("e-mail address")
    phone = models.CharField("telephone", max_length=40, blank=True)
    hopes = models.TextField("what they hope that sharing makes better")
    worries = models.TextField("what they hope that we help with", blank=True)
    has_ig_lead = models.BooleanField("somebody there looks after information governance", default=False)
    one_person = models.BooleanField("one person does it all", default=False)
    wants_sponsor = models.BooleanField("would like a sponsor", default=False)
    partner = models.ForeignKey("snippets.Partner", models.SET_NULL, null=True, blank=True, related_name="applications")
    applied_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_because = models.TextField("why not", blank=True)
    decided_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    invitation = models.ForeignKey("members.Invitation", models.SET_NULL, null=True, blank=True, related_name="+")
    roles = models.JSONField(default=list, blank=True)  # given with the first, when the invitation is accepted
    submission_id = models.CharField(max_length=64, unique=True)
    nonce = models.CharField(max_length=64, editable=False)  # with the site's key it makes the link's secret
    digest = models.CharField(max_length=64, unique=True, editable=False)
    is_example = models.BooleanField(default=False, editable=False)
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-applied_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(refused_at=None), name="application_decided_one_way"
            )
        ]

    def __str__(self) -> str:
        return f"Application {self.number}"

    @property
    def state(self) -> State:
        if self.approved_at is not None:
            return self.State.APPROVED
        if self.refused_at is not None:
            return self.State.REFUSED
        return self.State.WITH_US if self.confirmed_at is not None else self.State.UNCONFIRMED

    @property
    def state_label(self) -> str:
        return str(self.state.label)


class StandingChange(models.Model):
    """That a body joined, was suspended, came back or left, and why. Who is a member is said by the partner's row."""

    partner = models.ForeignKey("snippets.Partner", models.CASCADE, related_name="standing_changes")
    membership = models.CharField(max_length=10)  # a `Partner.Membership`, from then on
    before = models.CharField(max_length=10)
    why = models.TextField(blank=True)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.before} to {self.membership}"


class CharterVersionQuerySet(VisibleQuerySet):
    def published(self) -> Any:
        return self.filter(published_on__isnull=False)


class CharterVersion(models.Model):
    """The principles that a partner signs up to. Once published its words never change: a change is a new version."""

    number = models.PositiveIntegerField(unique=True, editable=False)
    title = models.CharField(max_length=160, default="Our charter")
    text = models.TextField(help_text="Paragraphs, parted by an empty line. A line that begins with # is a heading.")
    changed = models.TextField(
        "what changed, in plain words", blank=True, help_text="For the second version and later ones."
    )
    published_on = models.DateField(null=True, blank=True, editable=False)
    resign_by = models.DateField(
        "sign again by",
        null=True,
        blank=True,
        help_text="Only where every partner has to agree to the change. Without a day, what partners signed "
        "before goes on counting.",
    )
    objects = CharterVersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return f"Charter, version {self.number}"

    @property
    def text_hash(self) -> str:
        """SHA-256 of the words, kept with each signature: it shows later that these words were signed."""
        return hashlib.sha256(f"{self.number}\n{self.title}\n{self.text}".encode()).hexdigest()


class CharterSignature(models.Model):
    """That a body signed one version of the charter. It is taken back with a reason, never deleted."""

    class Method(models.TextChoices):
        SITE = "site", "On this site"
        PAPER = "paper", "On paper"

    partner = models.ForeignKey("snippets.Partner", models.PROTECT, related_name="charter_signatures")
    version = models.ForeignKey(CharterVersion, models.PROTECT, related_name="signatures")
    signatory_name = models.CharField(max_length=160)
    signatory_job_title = models.CharField(max_length=120, blank=True)
    user = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    method = models.CharField(max_length=5, choices=Method)
    signed_on = models.DateField()
    text_hash = models.CharField(max_length=64, editable=False)
    document = models.ForeignKey("wagtaildocs.Document", models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=250, blank=True)
    is_example = models.BooleanField(default=False, editable=False)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["partner__name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partner", "version"], condition=Q(withdrawn_on=None), name="charter_signed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}, version {self.version.number}"


class SponsorQuerySet(VisibleQuerySet):
    def standing(self) -> Any:
        """Asked or accepted, and not ended."""
        return self.filter(ended_on=None)

    def of_either(self, partner: Any) -> Any:
        """Where it stands beside another one, or another one beside it."""
        return self.filter(Q(partner=partner) | Q(sponsor=partner))


class Sponsor(models.Model):
    """A partner that stands beside another one: somebody to ring. It gives no right to anything of the other's."""

    partner = models.ForeignKey("snippets.Partner", models.CASCADE, related_name="sponsored_by")
    sponsor = models.ForeignKey("snippets.Partner", models.CASCADE, related_name="sponsors")
    person = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")  # whom to ring
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    accepted_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=250, blank=True)
    objects = SponsorQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner"], condition=Q(ended_on=None), name="sponsor_one_at_a_time"),
            models.CheckConstraint(condition=~Q(partner=models.F("sponsor")), name="sponsor_is_another_body"),
        ]

    def __str__(self) -> str:
        return f"{self.sponsor} for {self.partner}"
