"""Requests for help in the admin: the queue with its ages, and the way to the screen of each."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from cms.community.case_screen import SCREEN, CaseScreen, age, asker
from cms.community.models import SupportCase
from cms.core.admin import LimitedPolicy

# Requests are asked on the members' site and answered here; they are no rows to type or to throw away.
register_permission_policy(SupportCase, LimitedPolicy(SupportCase, never=["add", "change", "delete"]))


class CaseFilters(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(
        label="Standing",
        choices=[
            ("waits", "Waits for us"),
            ("asker", "Waits for the asker"),
            ("answered", "Answered"),
            ("closed", "Closed"),
        ],
        method="by_standing",
        empty_label="All",
    )

    def by_standing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        every: Any = SupportCase.objects
        if value == "closed":
            return rows.exclude(closed_at=None)
        if value == "answered":
            return rows.filter(closed_at=None, pk__in=every.settled().values("pk"))
        if value == "waits":
            return rows.filter(pk__in=every.with_us().values("pk"))
        return rows.filter(pk__in=every.open().values("pk")).exclude(pk__in=every.with_us().values("pk"))

    class Meta:
        model = SupportCase
        fields = ["standing", "sort", "outcome", "adviser"]


class CaseIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return SupportCase.objects.select_related("asker", "partner", "adviser")

    def get_edit_url(self, instance: SupportCase) -> str:
        return reverse(SCREEN, args=[instance.pk])

    def get_inspect_url(self, instance: SupportCase) -> None:
        return None


class SupportCaseViewSet(ModelViewSet):
    model = SupportCase
    name = "support-cases"
    icon = "help"
    menu_label = "Requests for help"
    menu_order = 240
    add_to_admin_menu = True
    index_view_class = CaseIndexView
    copy_view_enabled = False
    inspect_view_enabled = True
    exclude_form_fields: tuple[str, ...] = ()
    list_display = [
        "__str__",
        Column("what", label="What", accessor=lambda case: case.what[:120]),
        Column("asker", label="Who asks", accessor=asker),
        "asked_at",
        Column("state", label="Stands", accessor="state_label"),
        Column("age", label="Waits for us", accessor=age),
        "target_on",
        "adviser",
    ]
    filterset_class = CaseFilters
    search_fields = ["what", "whom", "why", "name", "email", "organisation"]
    ordering = "-asked_at"
    list_export = [
        *["number", "asked_at", "state_label", "sort", "what", "whom", "why", "name", "email", "organisation"],
        *["partner", "adviser", "target_on", "answered_at", "answer", "closed_at", "outcome", "outcome_note"],
    ]
    export_filename = "requests-for-help"
    list_per_page = 50


@hooks.register("register_admin_viewset")
def case_screens() -> SupportCaseViewSet:
    return SupportCaseViewSet()


@hooks.register("register_admin_urls")
def case_urls() -> list[URLPattern]:
    return [path("support-cases/answer/<int:pk>/", CaseScreen.as_view(), name=SCREEN)]
