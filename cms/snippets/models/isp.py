"""Information sharing protocols. The version carries text and lifecycle; the ISP what is about the agreement."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin

from cms.core import clock, counters
from cms.core.partial_dates import validate_partial_date
from cms.core.policy import VisibleQuerySet
from cms.snippets.models.reference import LegalCondition, article

PERSON = settings.AUTH_USER_MODEL


class Isp(RevisionMixin, ClusterableModel):
    """An agreement: its stable reference, who leads it and when it is reviewed. Its words are its versions'."""

    class Kind(models.TextChoices):
        OVERARCHING = "overarching", "Overarching protocol"
        ISP = "isp", "Information sharing protocol"
        DISCLOSURE = "disclosure", "Data disclosure agreement"
        JOINT_CONTROLLERS = "joint_controllers", "Joint controller agreement"
        PROCESSING = "processing", "Processing contract"
        MOU = "mou", "Memorandum of understanding"

    class Visibility(models.TextChoices):
        PUBLIC = "public", "Public: the public part is on the open register"
        MEMBERS = "members", "Members"
        PARTIES = "parties", "Parties only"

    class Precision(models.TextChoices):
        DAY = "day", "A day"
        MONTH = "month", "A month (due on its last day)"
        YEAR = "year", "A year (due on its last day)"
        NONE = "none", "No date"

    reference = models.CharField(max_length=12, unique=True, editable=False)
    external_reference = models.CharField(
        max_length=80, blank=True, help_text="The reference another register gave it."
    )
    title = models.CharField(max_length=250)
    theme = models.ForeignKey("snippets.Theme", models.PROTECT, null=True, blank=True, related_name="isps")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ISP)
    lead = models.ForeignKey("snippets.Partner", models.PROTECT, related_name="led_isps")
    owner = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="owned_isps")
    deputy = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="deputised_isps")
    reviewers = ParentalManyToManyField(PERSON, blank=True, related_name="+", help_text="May read drafts.")
    guidance = ParentalManyToManyField(
        "pages.GuidancePage",
        blank=True,
        related_name="isps_resting_on",
        verbose_name="rests on guidance",
        help_text="When one of these is replaced, the agreement comes up for review.",
    )
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.MEMBERS)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    review_cycle_months = models.PositiveSmallIntegerField(default=12)
    next_review_on = models.DateField(null=True, blank=True)
    next_review_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    under_review_noted_on = models.DateField(
        null=True, blank=True, help_text="The day a register said “Under review” without giving a date."
    )
    suspended_on = models.DateField(null=True, blank=True)
    suspended_reason = models.CharField(max_length=250, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    retired_reason = models.CharField(max_length=250, blank=True)
    gone_on = models.DateField(
        "not in the register since",
        null=True,
        blank=True,
        help_text="A complete copy of a register no longer lists it.",
    )
    source = models.CharField(max_length=250, blank=True)
    source_lead_text = models.CharField(max_length=250, blank=True, editable=False)  # identity of an imported row
    source_row = models.JSONField(
        default=dict, blank=True, editable=False
    )  # what the register said when it was last imported
    is_example = models.BooleanField("an invented example", default=False, editable=False)
    lock_version = models.PositiveIntegerField(default=1, editable=False)  # optimistic lock: `expectedRevision`
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["reference"]
        verbose_name = "ISP"
        constraints = [
            models.UniqueConstraint(
                fields=["external_reference"], condition=~Q(external_reference=""), name="isp_external_reference_once"
            ),
            models.CheckConstraint(
                condition=~Q(next_review_precision="none") | Q(next_review_on=None),
                name="isp_no_date_without_precision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A reference is given once, at the first save, and never reused."""
        if not self.reference:
            self.reference = f"ISP-{counters.next_value('isp'):04}"
        super().save(*args, **kwargs)


class IspVersion(ClusterableModel):
    """The agreement's text: numbered, and immutable once it is out for signature."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PEER_REVIEW = "peer_review", "Peer review"
        OUT_FOR_SIGNATURE = "out_for_signature", "Out for signature"
        IN_FORCE = "in_force", "In force"
        SUPERSEDED = "superseded", "Superseded"
        WITHDRAWN = "withdrawn", "Withdrawn"

    FROZEN = (State.OUT_FOR_SIGNATURE, State.IN_FORCE, State.SUPERSEDED, State.WITHDRAWN)

    isp = ParentalKey(Isp, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=18, choices=State, default=State.DRAFT)
    what_changed = models.CharField(max_length=250, blank=True)
    template = models.ForeignKey(
        "snippets.TemplateVersion", models.PROTECT, null=True, blank=True, related_name="isp_versions"
    )
    is_imported = models.BooleanField("as imported, text not held", default=False, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    opened_on = models.DateField(null=True, blank=True, default=clock.today, editable=False)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True)
    no_file_noted_on = models.DateField(
        null=True, blank=True, editable=False, help_text="The day a person said that no file of it is held."
    )

    summary = models.TextField("in plain English", blank=True, help_text="What this lets people do, without jargon.")
    purpose = models.TextField(blank=True)
    necessity = models.TextField("why necessary and proportionate", blank=True)
    expected_benefit = models.TextField(blank=True)
    data_subjects = models.TextField("people it is about", blank=True)
    retention = models.TextField("kept for, and how disposed of", blank=True)
    security = models.TextField(blank=True)
    individual_rights = models.TextField("people's rights", blank=True)
    may_share = models.TextField("you may share", blank=True, help_text="One item a line.")
    do_not_share = models.TextField(blank=True, help_text="One item a line.")
    how_to_share = models.TextField("how to share it safely", blank=True)
    joint_arrangement = models.TextField(
        "how joint controllers divide their duties",
        blank=True,
        help_text="UK GDPR Article 26: who does what, and whom people turn to. Its essence is for anybody to read.",
    )
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["isp", "-number"]
        verbose_name = "ISP version"
        constraints = [
            models.UniqueConstraint(fields=["isp", "number"], name="isp_version_number_once"),
            models.UniqueConstraint(fields=["isp"], condition=Q(state="in_force"), name="one_version_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.isp.reference} version {self.number}"


class IspContact(models.Model):
    """Who to ring. Part of the unsigned schedule: it changes without voiding anything."""

    isp = ParentalKey(Isp, on_delete=models.CASCADE, related_name="contacts")
    role = models.CharField(max_length=120, help_text="A role, because people move: “Community safety duty officer”.")
    partner = models.ForeignKey("snippets.Partner", models.SET_NULL, null=True, blank=True, related_name="+")
    phone = models.CharField("telephone", max_length=40, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    is_urgent = models.BooleanField("urgent line, day and night", default=False)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-is_urgent", "pk"]

    def __str__(self) -> str:
        return self.role


class IspParty(ClusterableModel):
    """One partner's part in one version. Coverage is each party's own, from its own date."""

    class Role(models.TextChoices):
        LEAD = "lead", "Lead"
        DISCLOSER = "discloser", "Gives"
        RECIPIENT = "recipient", "Receives"
        BOTH = "both", "Gives and receives"
        PROCESSOR = "processor", "Processes for another; does not sign"

    class ControllerStatus(models.TextChoices):
        INDEPENDENT = "independent", "Independent controller"
        JOINT = "joint", "Joint controller"

    version = ParentalKey(IspVersion, on_delete=models.CASCADE, related_name="parties")
    partner = models.ForeignKey("snippets.Partner", models.PROTECT, related_name="parts")
    role = models.CharField(max_length=10, choices=Role, default=Role.BOTH)
    controller_status = models.CharField(max_length=12, choices=ControllerStatus, default=ControllerStatus.INDEPENDENT)
    is_essential = models.BooleanField("essential: not in force without it", default=False)
    owner = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    service_area = models.CharField(max_length=80, blank=True)
    article28_contract_url = models.URLField("Article 28 contract", max_length=300, blank=True)
    asked_on = models.DateField("asked to sign on", null=True, blank=True)
    covered_from = models.DateField(null=True, blank=True)
    covered_to = models.DateField("cut-off: covered until", null=True, blank=True)
    conditions = models.TextField(blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    # Who was bound, in the words that were signed: a body that is renamed later leaves the fingerprint as it was.
    controller_as_signed = models.CharField(max_length=200, blank=True, editable=False)
    acceding = models.BooleanField(
        "joins what others have signed already", default=False, editable=False
    )  # its part has a fingerprint of its own: what the others signed stays what it was
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["version", "pk"]
        verbose_name = "party"
        verbose_name_plural = "parties"
        constraints = [models.UniqueConstraint(fields=["version", "partner"], name="party_once")]

    def __str__(self) -> str:
        return f"{self.partner} in {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever is added to words that others have signed joins them; it never changes what they signed."""
        if self._state.adding and self.version.content_hash and self.version.state in IspVersion.FROZEN:
            self.acceding = True
        super().save(*args, **kwargs)


class LegalBasis(ClusterableModel):
    """Why one party may share, for one purpose and direction."""

    class Regime(models.TextChoices):
        UK_GDPR = "uk_gdpr", "UK GDPR"
        PART_3 = "part_3", "DPA 2018 Part 3 (law enforcement)"

    class Direction(models.TextChoices):
        GIVES = "gives", "Giving"
        RECEIVES = "receives", "Receiving"
        BOTH = "both", "Giving and receiving"

    class Confidentiality(models.TextChoices):
        NONE = "", "Not confidential health or care information"
        IMPLIED = "implied_consent", "Implied consent, for direct care"
        EXPLICIT = "explicit_consent", "Explicit consent"
        STATUTE = "statute", "Required or permitted by statute"
        SECTION_251 = "section_251", "Section 251 support"
        PUBLIC_INTEREST = "public_interest", "Overriding public interest"

    party = ParentalKey(IspParty, on_delete=models.CASCADE, related_name="bases")
    purpose = models.CharField(max_length=250)
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.BOTH)
    regime = models.CharField(max_length=8, choices=Regime, default=Regime.UK_GDPR)
    article6 = models.ForeignKey(
        LegalCondition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Article 6 basis",
        limit_choices_to=article(LegalCondition.Kind.ARTICLE_6),
    )
    article9 = models.ForeignKey(
        LegalCondition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Article 9 condition",
        limit_choices_to=article(LegalCondition.Kind.ARTICLE_9),
    )
    schedule1 = models.ForeignKey(
        LegalCondition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Schedule 1 condition",
        limit_choices_to=article(LegalCondition.Kind.SCHEDULE_1),
    )
    part3 = models.ForeignKey(
        LegalCondition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Part 3 or Schedule 8 condition",
        limit_choices_to=article(LegalCondition.Kind.LAW_ENFORCEMENT),
    )
    article10_authority = models.CharField("Article 10 authority", max_length=250, blank=True)
    policy_document_url = models.URLField("appropriate policy document", max_length=300, blank=True)
    gateways = ParentalManyToManyField("snippets.LegalGateway", blank=True, related_name="bases")
    confidentiality = models.CharField(
        "route through the duty of confidentiality", max_length=16, choices=Confidentiality, blank=True, default=""
    )
    data_opt_out_applies = models.BooleanField("the national data opt-out applies", null=True, blank=True)
    rationale = models.TextField(blank=True)
    checked_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    checked_on = models.DateField(null=True, blank=True)
    override_reason = models.CharField(
        max_length=250, blank=True, help_text="Why a public authority relies on 6(1)(f) or (ea) outside its own tasks."
    )
    override_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["party", "pk"]
        verbose_name_plural = "legal bases"

    def __str__(self) -> str:
        return self.purpose


class IspFile(models.Model):
    """A document of a version: the signed text, the DPIA."""

    class Kind(models.TextChoices):
        SIGNED = "signed", "Signed agreement"
        TEXT = "text", "Agreement"
        DPIA = "dpia", "DPIA"
        OTHER = "other", "Other"

    version = ParentalKey(IspVersion, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey("wagtaildocs.Document", models.PROTECT, related_name="isp_files")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TEXT)
    parties_only = models.BooleanField(default=True)
    looked_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    looked_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When somebody said that more than the parties may see it."
    )
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class ExampleAgreement(models.Model):
    """A real agreement published elsewhere: an example to read, not an ISP that binds anyone here."""

    title = models.CharField(max_length=250)
    version_text = models.CharField("reference or version", max_length=120, blank=True)
    kind = models.CharField(max_length=120, blank=True)
    lead = models.CharField(max_length=200, blank=True)
    other_parties = models.TextField(blank=True)
    starts = models.CharField(max_length=10, blank=True, validators=[validate_partial_date])
    ends = models.CharField(max_length=10, blank=True, validators=[validate_partial_date])
    review = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)
    source_url = models.URLField(max_length=400, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title
