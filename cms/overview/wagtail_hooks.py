"""The admin's home page and its reports."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.overview.admin_home import lines
from cms.overview.admin_views import PERMISSION, Jobs, PagesDue
from cms.overview.data_quality.screens import DataQuality, DataQualityKind
from cms.overview.files_screen import FILES, FilesScreen, files_item
from cms.overview.snapshot_screen import SnapshotScreen
from cms.overview.template_use_screen import TemplateUseScreen
from cms.overview.turn_screens import turn_urls


class WhatWaits(Component):
    """What is due and what waits. Wagtail's own panels below show each person's pages and approvals."""

    name = "what_waits"
    order = 50
    template_name = "overview/what_waits.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"lines": lines(parent_context["request"].user)}


@hooks.register("construct_homepage_panels")
def add_what_waits(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm(PERMISSION):
        panels.append(WhatWaits())


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    return [
        path("reports/files/", FilesScreen.as_view(), name=FILES),
        path("reports/jobs/", Jobs.as_view(), name="overview_jobs"),
        path("reports/registers/", SnapshotScreen.as_view(), name="overview_snapshots"),
        path("reports/template-use/", TemplateUseScreen.as_view(), name="overview_template_use"),
        path("reports/data-quality/", DataQuality.as_view(), name="overview_data_quality"),
        path("reports/data-quality/<slug:kind>/", DataQualityKind.as_view(), name="overview_data_quality_kind"),
        path("reports/pages-due/", PagesDue.as_view(), name="overview_pages_due"),
        *turn_urls(),
    ]


class CoreTeamItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


@hooks.register("register_reports_menu_item")
def jobs_item() -> MenuItem:
    return CoreTeamItem("Jobs", reverse("overview_jobs"), name="jobs", icon_name="time", order=1100)


@hooks.register("register_reports_menu_item")
def pages_item() -> MenuItem:
    url = reverse("overview_pages_due")
    return CoreTeamItem("Pages that need somebody", url, name="pages-due", icon_name="doc-empty-inverse", order=1110)


@hooks.register("register_reports_menu_item")
def data_quality_item() -> MenuItem:
    url = reverse("overview_data_quality")
    return CoreTeamItem("Data quality", url, name="data-quality", icon_name="tick-inverse", order=1115)


@hooks.register("register_reports_menu_item")
def template_item() -> MenuItem:
    url = reverse("overview_template_use")
    return CoreTeamItem("Use of the template", url, name="template-use", icon_name="doc-full", order=1120)


@hooks.register("register_reports_menu_item")
def snapshots_item() -> MenuItem:
    url = reverse("overview_snapshots")
    return CoreTeamItem("Copies of the registers", url, name="register-copies", icon_name="key", order=1125)


hooks.register("register_reports_menu_item", files_item)
