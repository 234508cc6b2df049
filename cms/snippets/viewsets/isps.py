"""The register of ISPs. There is no delete: an ISP is retired, and its reference is never given again."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column

from cms.snippets.models import Isp, Partner
from cms.snippets.viewsets.base import RegisterViewSet
from cms.snippets.viewsets.isp_status import CHOICES, annotate_status, status_label
from cms.snippets.viewsets.register_said import RegisterSaid


def next_review(isp: Isp) -> str:
    """The next review with the precision it was given in."""
    if isp.next_review_on is None:
        return "Under review" if isp.under_review_noted_on else "No date"
    form = {"month": "F Y", "year": "Y"}.get(isp.next_review_precision, "j F Y")
    return date_format(isp.next_review_on, form)


class IspFilters(WagtailFilterSet):
    status = django_filters.ChoiceFilter(label="Status", choices=CHOICES, empty_label="All")
    lead = django_filters.ModelChoiceFilter(
        label="Lead partner", queryset=Partner.objects.filter(led_isps__isnull=False).distinct(), empty_label="All"
    )
    owner = django_filters.ChoiceFilter(
        label="Owner", choices=[("none", "No owner"), ("some", "Has an owner")], method="by_owner", empty_label="All"
    )

    def by_owner(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(owner__isnull=value == "none")

    class Meta:
        model = Isp
        fields = ["status", "theme", "lead", "visibility", "kind", "owner"]


class IspViewSet(RegisterViewSet):
    model = Isp
    icon = "doc-full"
    menu_label = "ISPs"
    base_url_path = "registers/isps"
    list_display = [
        "reference",
        "title",
        "theme",
        "lead",
        Column("status", label="Status", accessor=status_label, sort_key="status"),
        Column("next_review", label="Next review", accessor=next_review, sort_key="next_review_on"),
        Column("owner", label="Owner", accessor=lambda isp: str(isp.owner) if isp.owner else "Needs an owner"),
        "visibility",
    ]
    select_related = ("theme", "lead", "owner")
    filterset_class = IspFilters
    search_fields = ["reference", "title", "external_reference", "lead__name", "versions__parties__partner__name"]
    ordering = "reference"
    inspect_view_enabled = True
    list_export = [
        "reference",
        "external_reference",
        "title",
        "theme",
        "kind",
        "lead",
        "status",
        "owner",
        "visibility",
        "next_review_on",
        "next_review_precision",
        "review_cycle_months",
        "starts_on",
        "ends_on",
        "parties",
        "retired_on",
        "gone_on",
        "source",
    ]
    export_headings = {"status": "Status", "parties": "Parties of the version in force"}
    export_filename = "isps"
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("reference", read_only=True),
                    FieldPanel("title"),
                    FieldPanel("external_reference"),
                    MultiFieldPanel([FieldPanel("theme"), FieldPanel("kind"), FieldPanel("lead")], "What it is"),
                    MultiFieldPanel([FieldPanel("owner"), FieldPanel("deputy"), FieldPanel("reviewers")], "People"),
                    FieldPanel("guidance"),
                    FieldPanel("visibility"),
                ],
                heading="Agreement",
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                    FieldRowPanel([FieldPanel("next_review_on"), FieldPanel("next_review_precision")], "Next review"),
                    FieldPanel("review_cycle_months"),
                    FieldPanel("under_review_noted_on"),
                    MultiFieldPanel([FieldPanel("suspended_on"), FieldPanel("suspended_reason")], "Suspended"),
                    MultiFieldPanel([FieldPanel("retired_on"), FieldPanel("retired_reason")], "Retired"),
                    FieldPanel("gone_on"),
                    FieldPanel("source"),
                    RegisterSaid(template="snippets/register_said.html", heading="What the register said"),
                ],
                heading="Dates",
            ),
            ObjectList(
                [
                    InlinePanel(
                        "contacts",
                        [FieldPanel(name) for name in ("role", "partner", "phone", "email", "is_urgent")],
                        "Who to ring",
                        "contact",
                    )
                ],
                heading="Contacts",
            ),
        ]
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return annotate_status(super().get_queryset(request)).prefetch_related("versions__parties__partner")

    computed = {
        "status": status_label,
        "parties": lambda isp: "; ".join(
            str(party.partner)
            for version in isp.versions.all()
            if version.state == "in_force"
            for party in version.parties.all()
        ),
    }
