from typing import Any

from django.db import models
from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLString
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.core import clock
from cms.core.partial_dates import PartialDate, validate_partial_date
from cms.pages.models.base import EditorialPage, IndexPage


class HorizonIndexPage(IndexPage):
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.HorizonPage"]


class HorizonForm(WagtailAdminPageForm):
    """Asks an editor for the next stage. A rule of the form: saves by jobs and imports must not fail as days go by."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        stage, key_date = cleaned.get("stage", ""), cleaned.get("key_date", "")
        stored = HorizonPage.objects.filter(pk=self.instance.pk).values_list("stage", "key_date").first()
        if HorizonPage(stage=stage, key_date=key_date).needs_next_stage and stored in (None, (stage, key_date)):
            date = PartialDate.parse(key_date)
            self.add_error("stage", f"The key date, {date}, has passed. Choose the next stage or the next date.")
        return cleaned


class HorizonPage(EditorialPage):
    """A change ahead in law, policy or structure."""

    class Stage(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        CONSULTATION = "consultation", "Consultation"
        PASSED = "passed", "Passed"
        IN_FORCE = "in_force", "In force"

    class Level(models.TextChoices):
        UNKNOWN = "", "Not judged yet"
        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    source = models.CharField(max_length=200, blank=True)
    source_url = models.URLField("address of the source", max_length=400, blank=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.PROPOSED)
    stage_detail = models.CharField(max_length=120, blank=True)
    likelihood = models.CharField(max_length=6, choices=Level, blank=True, default="")
    effect = models.CharField(max_length=6, choices=Level, blank=True, default="")
    key_date = models.CharField(
        max_length=10, blank=True, validators=[validate_partial_date], help_text="2026, 2026-06 or 2026-06-30"
    )
    key_date_means = models.CharField(
        max_length=120, blank=True, help_text="What happens then, and whether it is confirmed."
    )
    so_what = models.TextField("so what for us", blank=True)
    action_needed = models.TextField(blank=True)
    affected_isps = ParentalManyToManyField("snippets.Isp", blank=True)
    affected_guidance = ParentalManyToManyField("pages.GuidancePage", blank=True, related_name="horizon_items")

    base_form_class = HorizonForm
    parent_page_types = ["pages.HorizonIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *EditorialPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("stage"),
                FieldPanel("stage_detail"),
                FieldPanel("key_date"),
                FieldPanel("key_date_means"),
                FieldPanel("likelihood"),
                FieldPanel("effect"),
            ],
            "Where it stands",
        ),
        MultiFieldPanel(
            [
                FieldPanel("so_what"),
                FieldPanel("action_needed"),
                FieldPanel("affected_isps"),
                FieldPanel("affected_guidance"),
            ],
            "What it means for members",
        ),
        FieldPanel("source"),
        FieldPanel("source_url"),
        *EditorialPage.body_panels,
        *EditorialPage.filing_panels,
    ]
    graphql_fields: list[Any] = [
        *EditorialPage.graphql_fields,
        GraphQLString("source", required=True),
        GraphQLString("source_url", required=True),
        GraphQLString("stage", required=True),
        GraphQLString("stage_detail", required=True),
        GraphQLString("likelihood", required=True),
        GraphQLString("effect", required=True),
        GraphQLString("key_date", required=True),
        GraphQLString("key_date_means", required=True),
        GraphQLString("so_what", required=True),
        GraphQLString("action_needed", required=True),
        GraphQLCollection(GraphQLForeignKey, "affected_isps", "snippets.Isp"),
        GraphQLCollection(GraphQLForeignKey, "affected_guidance", "pages.GuidancePage"),
    ]

    @property
    def needs_next_stage(self) -> bool:
        """The key date has passed and the stage has not moved to its end."""
        if self.stage == self.Stage.IN_FORCE or not self.key_date:
            return False
        return PartialDate.parse(self.key_date).last_day < clock.today()
