"""Reference data and the smaller registers."""

from typing import Any, ClassVar

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from cms.snippets.models import (
    Benefit,
    Dataset,
    ExampleAgreement,
    GlossaryTerm,
    LegalCondition,
    LegalGateway,
    NameDecision,
    Sector,
    Theme,
    Topic,
)
from cms.snippets.viewsets.base import RegisterViewSet, SourcedFilters, checked_column, confirmation, yes_no

GATEWAY_STATES = {
    "ended": "Ended",
    "passed": "Passed, not started",
    "in_force": "In force",
    "not_confirmed": "Start not known",
}
SOURCE_PANEL = MultiFieldPanel(
    [FieldPanel("source_url"), FieldPanel("verification"), FieldPanel("verified_on")],
    "Where it comes from, and whether anybody checked",
)
CHECKED: dict[str, Any] = {"checked": confirmation}


class LegalGatewayFilters(SourcedFilters):
    class Meta:
        model = LegalGateway
        fields = ["unconfirmed", "effect", "power_is"]


class LegalGatewayViewSet(RegisterViewSet):
    model = LegalGateway
    icon = "link"
    menu_label = "Legal gateways"
    base_url_path = "reference/gateways"
    list_display = [
        "__str__",
        "title",
        "effect",
        Column("state", label="Today", accessor=lambda row: GATEWAY_STATES[row.state]),
        "passed_on",
        "in_force_from",
        checked_column(),
    ]
    filterset_class = LegalGatewayFilters
    search_fields = ["act", "provision", "title", "what_it_does"]
    ordering = "act"
    list_export = [
        *["slug", "act", "year", "provision", "title", "what_it_does", "effect", "power_is", "who"],
        *["passed_on", "in_force_from", "in_force_to", "checked", "verified_on", "source_url", "note"],
    ]
    export_headings = {"checked": "Checked"}
    export_filename = "legal-gateways"
    computed = CHECKED
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("act"), FieldPanel("year"), FieldPanel("provision")]),
            FieldPanel("slug"),
            FieldPanel("title"),
            FieldPanel("what_it_does"),
            FieldRowPanel([FieldPanel("effect"), FieldPanel("power_is")]),
            FieldPanel("who"),
            FieldRowPanel([FieldPanel("passed_on"), FieldPanel("in_force_from"), FieldPanel("in_force_to")], "Dates"),
            FieldPanel("note"),
            SOURCE_PANEL,
        ]
    )


class LegalConditionViewSet(RegisterViewSet):
    model = LegalCondition
    icon = "list-ul"
    menu_label = "Lawful bases and conditions"
    base_url_path = "reference/conditions"
    list_display = [
        "name",
        "kind",
        "code",
        "provision",
        "valid_from",
        "valid_to",
        yes_no("needs_schedule1", "Needs Schedule 1"),
    ]
    list_filter = ["kind", "for_sensitive_processing", "needs_schedule1"]
    search_fields = ["code", "provision", "name", "plain_meaning"]
    ordering = "kind"
    list_export = [
        *["kind", "code", "provision", "name", "plain_meaning", "advice", "needs_schedule1", "schedule1_part"],
        *["goes_with", "needs_policy_document", "for_sensitive_processing", "valid_from", "valid_to", "note"],
    ]
    export_filename = "lawful-bases-and-conditions"
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("code"), FieldPanel("provision")]),
            FieldPanel("name"),
            FieldPanel("plain_meaning"),
            FieldPanel("advice"),
            MultiFieldPanel(
                [
                    FieldPanel(name)
                    for name in ("needs_schedule1", "schedule1_part", "goes_with", "needs_policy_document")
                ],
                "Goes with",
            ),
            FieldPanel("for_sensitive_processing"),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")], "Dates"),
            FieldPanel("note"),
        ]
    )


class DatasetViewSet(RegisterViewSet):
    model = Dataset
    icon = "table"
    menu_label = "Datasets"
    base_url_path = "registers/datasets"
    list_display = ["title", "holder", "sensitivity", "update_frequency", "last_confirmed_on", "confirm_by"]
    select_related = ("holder",)
    list_filter = ["sensitivity", "holder"]
    search_fields = ["title", "description", "categories", "holder__name"]
    ordering = "title"
    list_export = [
        *["title", "slug", "holder", "steward", "description", "categories", "coverage", "update_frequency", "format"],
        *["sensitivity", "how_to_request", "open_data_url", "last_confirmed_on", "confirm_by"],
    ]
    export_filename = "datasets"
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("slug"),
            FieldRowPanel([FieldPanel("holder"), FieldPanel("steward")]),
            FieldPanel("description"),
            FieldPanel("categories"),
            FieldRowPanel([FieldPanel("coverage"), FieldPanel("update_frequency"), FieldPanel("format")]),
            FieldPanel("sensitivity"),
            FieldPanel("how_to_request"),
            FieldPanel("open_data_url"),
            FieldRowPanel([FieldPanel("last_confirmed_on"), FieldPanel("confirm_by")], "Confirmed by its holder"),
        ]
    )


class BenefitFilters(SourcedFilters):
    class Meta:
        model = Benefit
        fields = ["unconfirmed", "type", "confidence"]


class BenefitViewSet(RegisterViewSet):
    model = Benefit
    icon = "pick"
    menu_label = "Benefits"
    base_url_path = "registers/benefits"
    list_display = ["title", "initiative", "amount", "unit", "confidence", checked_column()]
    filterset_class = BenefitFilters
    search_fields = ["title", "initiative", "what_the_source_says"]
    ordering = "title"
    list_export = [
        *["title", "initiative", "type", "amount", "unit", "partners_text", "period", "confidence"],
        *["source", "what_the_source_says", "source_url", "checked", "verified_on"],
    ]
    export_headings = {"checked": "Checked"}
    export_filename = "benefits"
    computed = CHECKED
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("initiative"),
            FieldRowPanel([FieldPanel("type"), FieldPanel("amount"), FieldPanel("unit")]),
            FieldRowPanel([FieldPanel("period"), FieldPanel("confidence")]),
            FieldPanel("partners_text"),
            FieldPanel("source"),
            FieldPanel("what_the_source_says"),
            SOURCE_PANEL,
        ]
    )


class ExampleAgreementViewSet(RegisterViewSet):
    model = ExampleAgreement
    icon = "doc-empty"
    menu_label = "Example agreements"
    base_url_path = "registers/examples"
    list_display = ["title", "kind", "lead", "starts", "ends", "review"]
    search_fields = ["title", "lead", "other_parties"]
    list_filter = ["kind"]
    ordering = "title"
    list_export = [
        "title",
        "version_text",
        "kind",
        "lead",
        "other_parties",
        "starts",
        "ends",
        "review",
        "note",
        "source_url",
    ]
    export_filename = "example-agreements"


class _Counted(RegisterViewSet):
    """A short list with the number of rows that use each entry."""

    counts: ClassVar[tuple[str, str]] = ("used", "")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(used=Count(self.counts[1], distinct=True))
        return rows


class SectorViewSet(_Counted):
    model = Sector
    icon = "tag"
    menu_label = "Sectors"
    base_url_path = "reference/sectors"
    counts = ("used", "partners")
    list_display = ["label", "code", "covers", Column("used", label="Partners", sort_key="used")]
    search_fields = ["label", "code"]
    ordering = "label"
    list_export = ["code", "label", "covers", "used"]
    export_headings = {"used": "Partners"}
    export_filename = "sectors"


class ThemeViewSet(_Counted):
    model = Theme
    icon = "tag"
    menu_label = "Themes"
    base_url_path = "reference/themes"
    counts = ("used", "isps")
    list_display = ["name", "slug", "note", Column("used", label="ISPs", sort_key="used")]
    search_fields = ["name"]
    ordering = "name"
    list_export = ["name", "slug", "origin", "note", "used"]
    export_headings = {"used": "ISPs"}
    export_filename = "themes"


class TopicViewSet(RegisterViewSet):
    model = Topic
    icon = "tag"
    menu_label = "Topics"
    base_url_path = "reference/topics"
    list_display = ["name", "slug"]
    search_fields = ["name"]
    ordering = "name"
    list_export = ["name", "slug"]
    export_filename = "topics"


class GlossaryTermViewSet(RegisterViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = "Glossary"
    base_url_path = "reference/glossary"
    list_display = ["term", "definition"]
    search_fields = ["term", "definition"]
    ordering = "term"
    list_export = ["term", "slug", "definition"]
    export_filename = "glossary"


class NameDecisionViewSet(RegisterViewSet):
    """Names that editors have settled. Deleting one makes the next import ask again."""

    model = NameDecision
    icon = "help"
    menu_label = "Settled names"
    base_url_path = "registers/settled-names"
    list_display = ["text", "outcome", "decided_by", "decided_at"]
    select_related = ("decided_by",)
    list_filter = ["outcome"]
    search_fields = ["text"]
    ordering = "text"
    list_export = ["text", "outcome", "decided_by", "decided_at"]
    export_filename = "settled-names"
    panels = [FieldPanel("text", read_only=True), FieldPanel("outcome"), FieldPanel("partners")]
