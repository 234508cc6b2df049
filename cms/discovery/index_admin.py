"""The screen “Search health”: how the index is, what could not be sent, and the buttons for it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.menu import MenuItem

from cms.core.errors import Conflict, NotFound
from cms.core.requester import Requester
from cms.discovery.audience import sources_for
from cms.discovery.index_health import Given, build_anew, compare_now, index_health, send_again
from cms.discovery.reading import read_again
from cms.discovery.screens import MENU_HOOK, Screen, SteerItem

HEALTH = "search_health"
REFRESH_S = 10  # while a job runs the page comes again by itself, with or without JavaScript


class HealthView(Screen):
    """POST `do`: "again" (with `key`, else all), "build" or "compare"; then back to the page, which says what comes."""

    template_name = "discovery/admin/health.html"
    page_title = "Search health"
    header_icon = "search"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = index_health(by=self.by)
        links = edit_links(found.given_up, self.by, self.request)
        context: dict[str, Any] = super().get_context_data(
            found=found, given_up=[(one, links.get(one.key, "")) for one in found.given_up], **kwargs
        )
        return context

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().render_to_response(context, **response_kwargs)
        if context["found"].building or context["found"].comparing:
            response["Refresh"] = str(REFRESH_S)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self._done(request.POST.get("do", ""), request.POST.get("key", "")))
        except (Conflict, NotFound) as error:
            messages.warning(request, str(error))
        return HttpResponseRedirect(reverse(HEALTH))

    def _done(self, what: str, key: str) -> str:
        if what == "again":
            count = send_again(by=self.by, key=key)
            return f"{count} change{'' if count == 1 else 's'} will be sent again within a minute."
        if what == "build":
            build_anew(by=self.by)
            return "A new index is built in the background. Readers keep the one they have until it is whole."
        if what == "compare":
            compare_now(by=self.by)
            return "The index is compared with the database in the background."
        raise NotFound("There is no such button.")


def edit_links(given_up: Sequence[Given], by: Requester, request: HttpRequest) -> dict[str, str]:
    """Where each thing that still exists is edited, by key."""
    finder = AdminURLFinder(request.user)
    objects = read_again([one.key for one in given_up if one.target], sources_for(by), by)
    return {key: finder.get_edit_url(obj) or "" for key, obj in objects.items()}


@hooks.register("register_admin_urls")
def health_urls() -> list[URLPattern]:
    return [path("search-health/", HealthView.as_view(), name=HEALTH)]


@hooks.register(MENU_HOOK)
def health_item() -> MenuItem:
    return SteerItem("Search health", reverse(HEALTH), name="search-health", icon_name="resubmit", order=900)
