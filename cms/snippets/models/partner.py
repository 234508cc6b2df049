"""Partners: the organisations, the names they go by, whom they replaced, and whom to write to."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin

from cms.core import clock
from cms.core.partial_dates import validate_partial_date
from cms.core.policy import VisibleQuerySet


class Partner(RevisionMixin, ClusterableModel):
    """An organisation. What data says of it (`existence`) and whether it has joined (`membership`) are two facts."""

    class Existence(models.TextChoices):
        ACTIVE = "active", "Active"
        MERGED = "merged", "Merged into another body"
        REPLACED = "replaced", "Replaced by another body"
        CLOSED = "closed", "Closed"
        UNKNOWN = "unknown", "Not known"

    class Membership(models.TextChoices):
        CANDIDATE = "candidate", "Not joined"
        APPLIED = "applied", "Applied"
        MEMBER = "member", "Member"
        SUSPENDED = "suspended", "Suspended"
        LEFT = "left", "Left"

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    legal_controller = models.CharField(
        max_length=200, blank=True, help_text="Who is bound in law: the chief constable, the fire authority, the trust."
    )
    can_sign = models.BooleanField(
        "is a legal body", default=True, help_text="A board or partnership without legal personality cannot sign."
    )
    sector = models.ForeignKey("snippets.Sector", models.PROTECT, related_name="partners")
    organisation_type = models.CharField(max_length=120, blank=True)
    area = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    website = models.URLField(max_length=300, blank=True)
    logo = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+")
    ods_code = models.CharField("ODS code", max_length=20, blank=True)
    gss_code = models.CharField("GSS code", max_length=20, blank=True)
    urn = models.CharField("URN", max_length=20, blank=True)
    charity_number = models.CharField(max_length=20, blank=True)
    gov_register_code = models.CharField("government register code", max_length=20, blank=True)
    ico_registration = models.CharField("ICO registration", max_length=20, blank=True)
    ico_expires_on = models.DateField("ICO registration expires", null=True, blank=True)
    existence = models.CharField(max_length=10, choices=Existence, default=Existence.ACTIVE)
    ended_on = models.CharField(
        max_length=10, blank=True, validators=[validate_partial_date], help_text="2022, 2022-07 or 2022-07-01"
    )
    was_divided = models.BooleanField(
        "its work went to several bodies",
        default=False,
        help_text="Then the site asks which body is meant, and never chooses.",
    )
    membership = models.CharField(
        max_length=10, choices=Membership, default=Membership.CANDIDATE, help_text="Never set by an import."
    )
    joined_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=250, blank=True)
    note = models.TextField(blank=True)
    # A second row of the same body, put together with the first. What was signed keeps pointing here.
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="duplicates"
    )
    is_example = models.BooleanField("membership is an example", default=False, editable=False)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def change_history(self) -> Any:
        """What lists and mergers changed of it, the latest first (`Change`)."""
        changes = apps.get_model("snippets", "Change").objects.filter(model="snippets.partner", object_id=self.pk)
        return changes.select_related("change_set").order_by("-change_set__made_at", "-pk")[:50]

    @property
    def controller_name(self) -> str:
        """Who is bound in law; the partner's own name where nothing else is recorded."""
        return self.legal_controller or self.name


class PartnerAlias(models.Model):
    """Another name of a partner. A printed error becomes one only when a person has accepted it."""

    class Kind(models.TextChoices):
        ALIAS = "alias", "Also known as"
        ABBREVIATION = "abbreviation", "Abbreviation"
        FORMER_NAME = "former_name", "Former name"
        ACCEPTED_ERROR = "accepted_error", "Printed error, accepted by a person"

    partner = ParentalKey(Partner, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.ALIAS)
    used_until = models.CharField(
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text="For a former name: 2022, 2022-07 or 2022-07-01",
    )
    source = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["partner", "name"], name="alias_once")]
        verbose_name_plural = "aliases"

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One body took over from another: merger, split, new body. A rename is one body with an alias, not two bodies."""

    predecessor = ParentalKey(Partner, on_delete=models.CASCADE, related_name="successions_from")
    successor = models.ForeignKey(Partner, models.PROTECT, related_name="successions_to")
    on = models.CharField("date", max_length=10, blank=True, validators=[validate_partial_date])
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=models.F("successor")), name="succession_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class PartnerContact(models.Model):
    """A named contact, who need not have an account. Reminders go here when an ISP has no owner."""

    partner = ParentalKey(Partner, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=160, blank=True)
    job_title = models.CharField(max_length=120, blank=True)
    email = models.EmailField("e-mail address")
    phone = models.CharField("telephone", max_length=40, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    bounced_on = models.DateField(null=True, blank=True)
    is_example = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["partner", "email"], name="contact_once")]

    def __str__(self) -> str:
        return f"{self.name or self.email} ({self.partner})"

    @property
    def is_due_for_confirmation(self) -> bool:
        """Contacts are confirmed yearly."""
        return self.confirmed_on is None or (clock.today() - self.confirmed_on).days > 365
