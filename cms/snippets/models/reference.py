"""Reference data. The law changes: rows carry dates and are ended, never edited into meaning something else."""

from django.db import models
from django.db.models import Q

from cms.core import clock
from cms.core.partial_dates import PartialDate, validate_partial_date
from cms.core.policy import VisibleQuerySet


class Sourced(models.Model):
    """Where a fact comes from, and whether anybody looked it up."""

    source_url = models.URLField("official text", max_length=400, blank=True)
    verification = models.CharField(
        max_length=80, blank=True, help_text="How it was checked: “stored page”, “general knowledge”, “from memory” …"
    )
    verified_on = models.DateField(
        null=True, blank=True, help_text="The day one of the core team checked it. Empty: not yet confirmed."
    )

    class Meta:
        abstract = True

    @property
    def is_unverified(self) -> bool:
        """Not looked up by whoever supplied it, and not confirmed by the core team since."""
        looked_up = self.verification.startswith(("stored", "seen"))
        return bool(self.verification) and not looked_up and self.verified_on is None


class Sector(models.Model):
    """A kind of body, such as councils or health and care."""

    code = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=80)
    covers = models.CharField(max_length=250, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class Topic(models.Model):
    """What a page is about, in the words that readers use."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """A heading of the ISP register."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    origin = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=250, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ServiceArea(models.Model):
    """A part of a body's work that an agreement concerns, offered where a service area is written."""

    name = models.CharField(max_length=80, unique=True)
    source = models.CharField(max_length=250, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GlossaryTerm(models.Model):
    term = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    definition = models.TextField(help_text="Plain English, one or two sentences.")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


class LegalGateway(Sourced):
    """A section of an Act that permits or requires sharing. An exemption is cited as one, but is not."""

    slug = models.SlugField(max_length=80, unique=True)
    act = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty for the common law.")
    provision = models.CharField(max_length=120)
    title = models.CharField(max_length=250)
    what_it_does = models.TextField(blank=True)
    effect = models.CharField(
        max_length=60, blank=True, help_text="mandatory, mandatory on request, permissive, exemption"
    )
    power_is = models.CharField("power is", max_length=20, blank=True, help_text="express or implied")
    who = models.CharField("who may use it", max_length=250, blank=True)
    passed_on = models.CharField(max_length=10, blank=True, validators=[validate_partial_date])
    in_force_from = models.CharField(
        max_length=10, blank=True, validators=[validate_partial_date], help_text="Empty: the start was not confirmed."
    )
    in_force_to = models.CharField(max_length=10, blank=True, validators=[validate_partial_date])
    note = models.TextField(blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["act", "year", "provision"]

    def __str__(self) -> str:
        return f"{self.act} {self.year or ''}".strip() + f", {self.provision}"

    @property
    def state(self) -> str:
        """`ended`, `passed` (an Act, not started), `in_force` or `not_confirmed`, from the dates alone."""
        today = clock.today()
        if self.in_force_to and PartialDate.parse(self.in_force_to).last_day < today:
            return "ended"
        if self.in_force_from:
            return "in_force" if PartialDate.parse(self.in_force_from).first_day <= today else "passed"
        return "passed" if self.passed_on else "not_confirmed"

    @property
    def is_exemption(self) -> bool:
        return self.effect == "exemption"


class LegalCondition(models.Model):
    """A lawful basis or a condition, with the dates between which it holds."""

    class Kind(models.TextChoices):
        ARTICLE_6 = "article6", "UK GDPR Article 6 basis"
        ARTICLE_9 = "article9", "UK GDPR Article 9 condition"
        SCHEDULE_1 = "schedule1", "DPA 2018 Schedule 1 condition"
        LAW_ENFORCEMENT = "law_enforcement", "DPA 2018 Part 3 basis or Schedule 8 condition"

    kind = models.CharField(max_length=16, choices=Kind)
    code = models.CharField(max_length=20)
    provision = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    plain_meaning = models.TextField(blank=True)
    advice = models.TextField(blank=True)
    needs_schedule1 = models.BooleanField("needs a Schedule 1 condition", default=False)
    schedule1_part = models.CharField(max_length=60, blank=True)
    goes_with = models.CharField(
        max_length=40, blank=True, help_text="Article 9 letter, or 10 for criminal offence data"
    )
    needs_policy_document = models.CharField(max_length=10, blank=True, help_text="yes, no or check")
    for_sensitive_processing = models.BooleanField(default=False)
    valid_from = models.CharField(max_length=10, blank=True, validators=[validate_partial_date])
    valid_to = models.CharField(max_length=10, blank=True, validators=[validate_partial_date])
    note = models.TextField(blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="legal_condition_once")]

    def __str__(self) -> str:
        return f"{self.provision}: {self.name}"


def article(kind: LegalCondition.Kind) -> Q:
    """For `limit_choices_to` of the columns that point at one kind."""
    return Q(kind=kind)
