"""The trail in the admin: under Reports, to read and to export, never to change."""

from typing import Any, ClassVar

import django_filters
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from cms.audit.discretion import CLOSED
from cms.audit.models import AuditEvent
from cms.audit.services import record
from cms.core.requester import Requester

PERMISSION = "audit.view_auditevent"
PARTNER = "snippets.Partner"  # by name: the trail stands below the registers
MOST = 200  # people or organisations that one filter may mean


def actions(request: Any) -> list[tuple[str, str]]:
    names = AuditEvent.objects.order_by("action").values_list("action", flat=True).distinct()
    return [(name, name.replace(".", ": ").replace("_", " ")) for name in names]


class AuditFilters(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label="Date", widget=DateRangePickerWidget)
    action = django_filters.ChoiceFilter(label="Action")
    object_label = django_filters.CharFilter(label="Object", lookup_expr="icontains")
    person = django_filters.CharFilter(label="Person", help_text="A name or an e-mail address", method="by_person")
    organisation = django_filters.CharFilter(
        label="Organisation", help_text="Its name, or a part of it", method="by_organisation"
    )
    token_id = django_filters.NumberFilter(label="Token", help_text="Its number")
    network = django_filters.CharFilter(label="Network", help_text="As 192.0.2.0/24", lookup_expr="startswith")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["action"].extra["choices"] = actions(self.request)

    class Meta:
        model = AuditEvent
        fields: ClassVar[list[str]] = ["at", "action", "object_label", "token_id", "network"]

    def by_person(self, rows: Any, name: str, value: str) -> Any:
        """What the person did, and what was done to their account."""
        people = get_user_model()._default_manager.all()
        for part in value.split()[:4]:
            people = people.filter(
                Q(email__icontains=part) | Q(first_name__icontains=part) | Q(last_name__icontains=part)
            )
        keys = list(people.values_list("pk", flat=True)[:MOST])
        about = Q(object_type=get_user_model()._meta.label_lower, object_id__in=[str(key) for key in keys])
        return rows.filter(Q(actor_id__in=keys) | about)

    def by_organisation(self, rows: Any, name: str, value: str) -> Any:
        partners = apps.get_model(PARTNER)._default_manager.filter(name__icontains=value)
        return rows.filter(organisation_id__in=list(partners.values_list("pk", flat=True)[:MOST]))


class AuditReport(ReportView):
    model = AuditEvent
    page_title = "Audit trail"
    header_icon = "history"
    index_url_name = "audit_events"
    index_results_url_name = "audit_events_results"
    filterset_class = AuditFilters
    any_permission_required = ("view",)
    is_searchable = False
    columns = (
        DateColumn("at", label="When"),
        Column("actor", label="Who", accessor="actor_label"),
        Column("action", label="What"),
        Column("object_label", label="To what"),
        Column("object_type", label="Kind"),
        Column("request_id", label="Request"),
        Column("network", label="Network"),
    )
    list_export: tuple[str, ...] = (
        "at",
        "actor_id",
        "actor_kind",
        "token_id",
        "organisation_id",
        "action",
        "object_type",
        "object_id",
    )
    list_export += ("object_label", "before_hash", "after_hash", "request_id", "network")

    def get_queryset(self) -> Any:
        """What was done in rooms closed to the core team is for those alone who keep the installation: who wrote there,
        and when, says as much as where."""
        events = AuditEvent.objects.order_by("-pk")
        return events if self.request.user.is_superuser else events.exclude(object_label=CLOSED)

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        """Taking the trail away is itself on record."""
        record(Requester(user_id=self.request.user.pk), "audit.exported", label=spreadsheet_format)
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Names for the people of one page of the list, in one query."""
        events = list(object_list)
        people = get_user_model()._default_manager.in_bulk({event.actor_id for event in events if event.actor_id})
        for event in events:
            person = people.get(event.actor_id)
            event.actor_label = str(person) if person else event.actor_kind
        return events


@hooks.register("register_admin_urls")
def audit_urls() -> list[URLPattern]:
    return [
        path("reports/audit/", AuditReport.as_view(), name="audit_events"),
        path("reports/audit/results/", AuditReport.as_view(results_only=True), name="audit_events_results"),
    ]


class AuditMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(PERMISSION))


@hooks.register("register_reports_menu_item")
def audit_menu_item() -> MenuItem:
    return AuditMenuItem("Audit trail", reverse("audit_events"), name="audit-trail", icon_name="history", order=1050)
