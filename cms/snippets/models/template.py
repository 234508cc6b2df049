"""The common template of the framework: numbered versions of clauses, some locked, each with its reason."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from cms.core.policy import VisibleQuerySet


class TemplateVersion(ClusterableModel):
    """One edition of the template. A draft until its day; the published one with the highest number is current."""

    number = models.PositiveSmallIntegerField(unique=True, editable=False)
    published_on = models.DateField(null=True, blank=True, help_text="Empty while it is being written.")
    what_changed = models.TextField(blank=True, help_text="For people who know the edition before.")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "template edition"

    def __str__(self) -> str:
        return f"Template edition {self.number}"


class TemplateClause(models.Model):
    """A clause: either the start of one of an agreement's own texts, or words that stand in every agreement."""

    class Section(models.TextChoices):
        STANDARD = "", "Stands by itself, the same in every agreement (locked)"
        SUMMARY = "summary", "In plain English"
        PURPOSE = "purpose", "Purpose"
        NECESSITY = "necessity", "Why necessary and proportionate"
        EXPECTED_BENEFIT = "expected_benefit", "Expected benefit"
        DATA_SUBJECTS = "data_subjects", "People it is about"
        RETENTION = "retention", "Kept for, and how disposed of"
        SECURITY = "security", "Security"
        INDIVIDUAL_RIGHTS = "individual_rights", "People's rights"
        MAY_SHARE = "may_share", "You may share"
        DO_NOT_SHARE = "do_not_share", "Do not share"
        HOW_TO_SHARE = "how_to_share", "How to share it safely"

    template = ParentalKey(TemplateVersion, on_delete=models.CASCADE, related_name="clauses")
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    section = models.CharField(max_length=20, choices=Section, blank=True, default=Section.STANDARD)
    heading = models.CharField(max_length=120)
    why = models.TextField("why it is there", help_text="Shown to whoever writes an agreement: why we ask.")
    text = models.TextField(help_text="The words to start from. Parts to replace stand in [square brackets].")
    locked_reason = models.CharField(
        "why nobody changes it",
        max_length=250,
        blank=True,
        help_text="For a clause that stands by itself: whoever writes an agreement cannot change it.",
    )
    sort_order_field = "sort_order"  # the admin lets editors move rows
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["template", "sort_order", "pk"]
        verbose_name = "clause"

    def __str__(self) -> str:
        return self.heading

    @property
    def is_locked(self) -> bool:
        """A clause that stands by itself has the same words in every agreement; the others are where one starts."""
        return self.section == self.Section.STANDARD

    def clean(self) -> None:
        if self.is_locked and not self.locked_reason.strip():
            raise ValidationError({"locked_reason": "Say why nobody may change it, or choose the part that it starts."})
