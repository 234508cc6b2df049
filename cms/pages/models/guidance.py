from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLString
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Revision

from cms.core.partial_dates import validate_partial_date
from cms.pages.models.approval import has_second_approval
from cms.pages.models.base import EditorialPage, IndexPage

SECOND_APPROVAL = (
    "Local guidance is published after a second approval by the management group. Save it, then choose “Submit to …” "
    "instead of “Publish”."
)


class GuidanceIndexPage(IndexPage):
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.GuidancePage"]


class GuidanceForm(WagtailAdminPageForm):
    """Says, before anything is saved, why local guidance is not published by one person."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "action-publish" in self.data and cleaned.get("authority") == GuidancePage.Authority.LOCAL:
            self.add_error("authority", SECOND_APPROVAL)
        return cleaned


class GuidancePage(EditorialPage):
    """Guidance. National guidance is the authority; local guidance names the national guidance that it interprets."""

    class Authority(models.TextChoices):
        NATIONAL = "national", "National"
        REGULATOR = "regulator", "Regulator"
        LOCAL = "local", "Local"

    class SupportLevel(models.TextChoices):
        GUIDANCE = "guidance", "Guidance"
        TEMPLATE = "template", "Template"
        TOOLKIT = "toolkit", "Toolkit"

    authority = models.CharField(max_length=10, choices=Authority, default=Authority.NATIONAL)
    issuer = models.CharField(max_length=200, blank=True)
    edition = models.CharField(
        max_length=200, blank=True, help_text="As the issuer gives it: a date, a version or nothing."
    )
    edition_on = models.CharField(
        "date of the edition",
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text="2026, 2026-06 or 2026-06-30",
    )
    source_url = models.URLField("official address", max_length=400, blank=True)
    source_checked_on = models.DateField(
        "address opened on", null=True, blank=True, help_text="Empty: nobody of the core team has opened it yet."
    )
    interprets = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interpreted_by",
        help_text="For local guidance: the national guidance that it rests on.",
    )
    superseded_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="supersedes",
        help_text="The page that replaces this one. Both pages show it.",
    )
    support_level = models.CharField(max_length=10, choices=SupportLevel, default=SupportLevel.GUIDANCE)

    base_form_class = GuidanceForm
    parent_page_types = ["pages.GuidanceIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *EditorialPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("authority"),
                PageChooserPanel("interprets", "pages.GuidancePage"),
                FieldPanel("issuer"),
                FieldPanel("edition"),
                FieldPanel("edition_on"),
                FieldPanel("source_url"),
                FieldPanel("source_checked_on"),
                FieldPanel("support_level"),
                PageChooserPanel("superseded_by", "pages.GuidancePage"),
                HelpPanel(template="pages/panels/supersedes.html", heading="Replaces"),
                HelpPanel(template="pages/panels/isps.html", heading="Agreements that rest on it"),
            ],
            "Authority",
        ),
        *EditorialPage.body_panels,
        *EditorialPage.filing_panels,
    ]
    graphql_fields: list[Any] = [
        *EditorialPage.graphql_fields,
        GraphQLString("authority", required=True),
        GraphQLString("issuer", required=True),
        GraphQLString("edition", required=True),
        GraphQLString("source_url", required=True),
        GraphQLString("support_level", required=True),
        GraphQLString("edition_on", required=True),
        GraphQLString("source_checked_on"),
        GraphQLForeignKey("interprets", "pages.GuidancePage"),
        GraphQLForeignKey("superseded_by", "pages.GuidancePage"),
        GraphQLCollection(GraphQLForeignKey, "supersedes", "pages.GuidancePage"),
        GraphQLCollection(GraphQLForeignKey, "interpreted_by", "pages.GuidancePage"),
    ]

    @property
    def is_local_guidance(self) -> bool:
        return self.authority == self.Authority.LOCAL

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Raises PermissionDenied for local guidance whose exact words lack the management group's approval."""
        if revision.as_object().is_local_guidance and not has_second_approval(revision):
            raise PermissionDenied(SECOND_APPROVAL)
        return super().publish(revision, *args, **kwargs)

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.authority == self.Authority.LOCAL:
            if self.interprets is None:
                errors["interprets"] = "Local guidance names the national guidance that it interprets."
            elif self.interprets.authority == self.Authority.LOCAL:
                errors["interprets"] = (
                    "Choose national or regulator guidance: local guidance cannot rest on local guidance."
                )
        seen, page = {self.pk}, self.superseded_by
        while page is not None:
            if page.pk in seen:
                errors["superseded_by"] = "These pages would replace each other in a circle."
                break
            seen.add(page.pk)
            page = page.superseded_by
        if errors:
            raise ValidationError(errors)
