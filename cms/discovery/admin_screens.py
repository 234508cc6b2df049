"""The screen on which an editor asks why search answers as it does, and decides from there."""

from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.discovery.admin_sets import add_url, edit_url, state_of
from cms.discovery.explaining import READERS, Decided, explain
from cms.discovery.models import Exclusion, Pin
from cms.discovery.screens import MENU_HOOK, Screen, SteerItem
from cms.discovery.steering_targets import candidates

EXPLAIN = "search_explain"
LONGEST = 300  # characters of a question


class ExplainView(Screen):
    """?q= the question, ?as= the kind of reader, ?other= words by which to find something else to put first."""

    template_name = "discovery/admin/explain.html"
    page_title = "Why is this here?"
    header_icon = "search"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question, other = (" ".join(self.request.GET.get(name, "").split())[:LONGEST] for name in ("q", "other"))
        reader = self.request.GET.get("as", "editor")
        found = explain(question, by=self.by, reader=reader) if question else None
        context: dict[str, Any] = super().get_context_data(
            question=question,
            other=other,
            reader=found.reader if found else reader,
            readers=[(value, words) for value, (words, _) in READERS.items()],
            found=found,
            rows=[(one, *self._links(question, one.hit.key)) for one in found.hits] if found else [],
            decisions=[(one, edit_url(one.row), said(one)) for one in found.decisions] if found else [],
            others=[(one, *self._links(question, one.key)) for one in candidates(other, self.by)] if other else [],
            **kwargs,
        )
        return context

    @staticmethod
    def _links(question: str, key: str) -> tuple[str, str]:
        return add_url(Pin, phrases=question, target=key), add_url(Exclusion, phrases=question, target=key)


def said(one: Decided) -> str:
    """How a decision stands today, and whether this reader meets it."""
    state = state_of(one.row, one.target)
    hidden = one.is_pin and state == "in force" and not one.shows
    return f"{state}, but this reader may not open it" if hidden else state


@hooks.register("register_admin_urls")
def explain_urls() -> list[URLPattern]:
    return [path("search-explain/", ExplainView.as_view(), name=EXPLAIN)]


@hooks.register(MENU_HOOK)
def explain_item() -> MenuItem:
    return SteerItem("Why is this here?", reverse(EXPLAIN), name="search-explain", icon_name="help", order=10)
