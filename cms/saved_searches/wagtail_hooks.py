"""All that the core team sees of saved searches: how many there are."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.policy import may
from cms.discovery.admin_screens import SteerItem
from cms.discovery.admin_sets import MENU_HOOK
from cms.discovery.permissions import STEER
from cms.members.selectors import requester_for
from cms.saved_searches.models import MatchRun, SavedSearch
from cms.saved_searches.selectors import count_by_frequency

COUNTS = "saved_search_counts"


class Counts(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    template_name = "saved_searches/admin/counts.html"
    page_title = "Saved searches"
    header_icon = "mail"
    _show_breadcrumbs = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not may(requester_for(request), STEER):
            raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels = {**{value: str(label) for value, label in SavedSearch.Frequency.choices}, "paused": "Paused"}
        counts = [(labels[name], *numbers) for name, numbers in count_by_frequency().items()]
        context: dict[str, Any] = super().get_context_data(counts=counts, waiting=MatchRun.objects.count(), **kwargs)
        return context


@hooks.register("register_admin_urls")
def counts_urls() -> list[URLPattern]:
    return [path("saved-searches/", Counts.as_view(), name=COUNTS)]


@hooks.register(MENU_HOOK)
def counts_item() -> MenuItem:
    return SteerItem("Saved searches", reverse(COUNTS), name="saved-searches", icon_name="mail", order=50)
