"""All that the core team sees of saved searches: how many there are."""

from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.discovery.screens import MENU_HOOK, Screen, SteerItem
from cms.saved_searches.models import MatchRun, SavedSearch
from cms.saved_searches.selectors import count_by_frequency

COUNTS = "saved_search_counts"


class Counts(Screen):
    template_name = "saved_searches/admin/counts.html"
    page_title = "Saved searches"
    header_icon = "mail"

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
