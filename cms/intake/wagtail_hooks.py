"""The core team's list of what was brought in. Papers are settled in the members' site, by the same screens for all."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.core.requester import Requester
from cms.intake import selectors
from cms.members.selectors import requester_for
from cms.storage.text_scans import can_read_pictures

TITLE = "Old agreements"


@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    by: Requester = requester_for(request)
    if not by.is_editor:
        raise PermissionDenied
    context = {
        "page_title": TITLE,
        "header_title": TITLE,
        "batches": selectors.batches(by),
        "asked": selectors.asked_papers(by),
        "waiting": selectors.reading_counts()["waiting"],
        "reads_pictures": can_read_pictures(),
        "frontend_origin": settings.FRONTEND_ORIGIN,
    }
    return render(request, "intake/batches.html", context)


class EditorsItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return requester_for(request).is_editor


@hooks.register("register_admin_urls")
def intake_urls() -> list[URLPattern]:
    return [path("old-agreements/", batches, name="intake_batches")]


@hooks.register("register_admin_menu_item")
def intake_item() -> MenuItem:
    return EditorsItem(TITLE, reverse("intake_batches"), icon_name="folder-inverse", order=560)
