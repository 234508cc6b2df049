"""Joining in the admin: the queue of applications, the charter with its board, and who is a member."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from cms.core.admin import LimitedPolicy
from cms.core.policy import may
from cms.joining.admin_charter import CHARTER, PAPER, SIGNATURE, CharterScreen, PaperScreen, SignatureScreen
from cms.joining.admin_screens import DECIDE, STANDING, ApplicationScreen, StandingScreen
from cms.joining.models import Application
from cms.members.selectors import requester_for

# Applications come from the members' site and are decided here; they are no rows to type or to throw away.
register_permission_policy(Application, LimitedPolicy(Application, never=["add", "change", "delete"]))


class ApplicationFilters(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(
        label="Standing", choices=Application.State.choices, method="by_standing", empty_label="All"
    )

    def by_standing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == Application.State.APPROVED:
            return rows.exclude(approved_at=None)
        if value == Application.State.REFUSED:
            return rows.exclude(refused_at=None)
        every: Any = Application.objects
        if value == Application.State.WITH_US:
            return rows.filter(pk__in=every.to_decide().values("pk"))
        return rows.filter(confirmed_at=None, approved_at=None, refused_at=None)

    class Meta:
        model = Application
        fields = ["standing", "wants_sponsor", "sector"]


class ApplicationIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return Application.objects.select_related("partner", "sector")

    def get_edit_url(self, instance: Application) -> str:
        return reverse(DECIDE, args=[instance.pk])

    def get_inspect_url(self, instance: Application) -> None:
        return None


class ApplicationViewSet(ModelViewSet):
    model = Application
    name = "applications"
    icon = "group"
    menu_label = "Applications to join"
    menu_order = 245
    add_to_admin_menu = True
    index_view_class = ApplicationIndexView
    copy_view_enabled = False
    inspect_view_enabled = True
    exclude_form_fields: tuple[str, ...] = ()
    list_display = [
        "__str__",
        "organisation",
        Column("state", label="Stands", accessor="state_label"),
        "applied_at",
        "name",
        "wants_sponsor",
        "partner",
    ]
    filterset_class = ApplicationFilters
    search_fields = ["organisation", "name", "email"]
    ordering = "-applied_at"
    list_export = [
        *["number", "applied_at", "state_label", "organisation", "charity_number", "hopes", "worries"],
        *["has_ig_lead", "one_person", "wants_sponsor", "partner"],
    ]
    export_filename = "applications-to-join"
    list_per_page = 50


class ForWhom(MenuItem):
    """Shown to who may do what is behind it."""

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action

    def is_shown(self, request: HttpRequest) -> bool:
        return may(requester_for(request), self.action)


@hooks.register("register_admin_viewset")
def applications() -> ApplicationViewSet:
    return ApplicationViewSet()


@hooks.register("register_admin_urls")
def joining_urls() -> list[URLPattern]:
    return [
        path("applications/decide/<int:pk>/", ApplicationScreen.as_view(), name=DECIDE),
        path("charter/", CharterScreen.as_view(), name=CHARTER),
        path("charter/paper/", PaperScreen.as_view(), name=PAPER),
        path("charter/signatures/<int:pk>/", SignatureScreen.as_view(), name=SIGNATURE),
        path("members/standing/", StandingScreen.as_view(), name=STANDING),
    ]


@hooks.register("register_admin_menu_item")
def charter_item() -> MenuItem:
    return ForWhom("The charter", reverse(CHARTER), icon_name="doc-full", order=246, action="charter.publish")


@hooks.register("register_admin_menu_item")
def standing_item() -> MenuItem:
    return ForWhom("Who is a member", reverse(STANDING), icon_name="group", order=247, action="partner.suspend")
