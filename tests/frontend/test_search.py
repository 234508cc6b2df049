"""The page of results: what reaches the API, what each mark of a hit says, and what an empty answer offers."""

from __future__ import annotations

import re
from typing import Any

import pytest

from frontend.views.search import FACETS, fewer, folded
from tests.frontend import samples
from tests.frontend.conftest import Site


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def hit(**fields: Any) -> dict[str, Any]:
    """A typed sample of one hit, without marks, changed in these fields."""
    made: dict[str, Any] = samples.answer("Search", samples.SHORT)["search"]["items"][0]
    bare = {"pinned": False, "inAttachment": False, "dateWords": "", "explainPath": None, "coversYou": None}
    return made | bare | {"reference": "", "titleParts": [], "title": "A page"} | fields


def results(site: Site, path: str = "/search?q=asb", **search: Any) -> str:
    site.api.changes["Search"] = {"search": {"reference": None, "relaxed": False, "degraded": False} | search}
    with site.browser() as b:
        answer = b.get(path)
    assert answer.status_code == 200
    return answer.text


def test_every_filter_reaches_the_api_by_its_name(site: Site) -> None:
    chosen = {name: [f"{name}-1", f"{name}-2"] for name in FACETS}
    with site.browser() as b:
        b.get("/search", params={"q": "asb", "sort": "newest", "page": "2", **chosen})
    asked = site.api.called("Search")[0]["variables"]
    assert {name: asked[name] for name in FACETS} == chosen
    assert (asked["text"], asked["sort"], asked["page"]) == ("asb", "NEWEST", 2)


def test_filters_and_the_order_survive_a_new_question_without_scripts(site: Site) -> None:
    """The boxes stand outside the form of the search box and belong to it."""
    value = {"value": "isp", "label": "Agreements", "count": 3, "chosen": True}
    facet = {"name": "type", "label": "Type", "values": [value]}
    html = results(site, "/search?q=asb&type=isp&sort=newest", facets=[facet])
    form = html[html.index('<form class="app-search app-mb-3" id="find"') :].split("</form>")[0]
    assert '<input type="hidden" name="sort" value="newest">' in form
    box = re.search(r'<input[^>]*name="type"[^>]*>', html)
    assert box
    assert 'form="find"' in box[0]
    assert "checked" in box[0]
    assert re.search(r'<button[^>]*form="find">Apply filters', html)
    assert html.index("app-results") > html.index("</form>")  # or a printed page would hold no results


def test_a_chosen_result_an_attached_file_and_a_date_say_what_they_are(site: Site) -> None:
    items = [
        hit(title="First", pinned=True, dateWords="Published 3 May 2026"),
        hit(title="Second", inAttachment=True, coversYou=True),
        hit(title="Third", coversYou=False, date="2026-12-04"),
    ]
    html = results(site, items=items, totalCount=3)
    first, second, third = (words(part) for part in html.split('<p class="app-kind">')[1:])
    assert "Chosen by the core team" in first
    assert "Published 3 May 2026" in first
    assert "Found in the attached file" in second
    assert "Covers you" in second
    assert "Chosen" not in second
    assert "Covers you" not in third
    assert "4 December 2026" not in third  # a day that says nothing is not shown
    assert html.count("app-results__pin") == 1


def test_only_who_is_given_the_address_is_asked_why(site: Site) -> None:
    assert "Why is this here?" not in results(site, items=[hit()], totalCount=1, explainPath=None)
    html = results(site, items=[hit(explainPath="/admin/search-explain/?q=asb#isp7")], totalCount=1)
    assert f'href="{site.settings.cms_origin}/admin/search-explain/?q=asb#isp7"' in html


def test_the_reference_that_was_typed_is_named_on_its_hit(site: Site) -> None:
    row = samples.answer("Search", samples.SHORT)["search"]["reference"] | {"reference": "ISP-0042"}
    html = results(site, items=[hit(reference="ISP-0042"), hit(reference="ISP-0007")], reference=row, totalCount=2)
    assert words(html).count("The reference you typed") == 1


def test_nothing_found_offers_what_helps_and_carries_the_question(site: Site) -> None:
    term = {"term": "Caldicott Guardian", "definition": "A senior person.", "path": "/glossary#caldicott-guardian"}
    facets = [
        {"name": "type", "label": "Type", "values": [{"value": "isp", "label": "ISPs", "count": 2, "chosen": False}]},
        {"name": "year", "label": "Year", "values": []},
    ]
    html = results(
        site,
        "/search?q=caldicott+guardain&type=event&year=2026",
        items=[],
        totalCount=0,
        suggestion="caldicott guardian",
        glossary=[term],
        facets=facets,
    )
    text = words(html)
    assert "Nothing matches “caldicott guardain” with these filters" in text
    assert 'href="/search?q=caldicott+guardian"' in html  # the near spelling
    assert "look without the filter on type (2 results)" in text
    assert 'href="/search?q=caldicott+guardain&amp;year=2026"' in html
    assert 'href="/search?q=caldicott+guardain&amp;type=event"' in html
    assert "look without any filter" in text
    assert 'href="/glossary#caldicott-guardian"' in html
    assert 'href="/ask?what=caldicott+guardain"' in html
    assert 'action="/search/wish"' in html
    assert 'name="text" value="caldicott guardain"' in html


@pytest.mark.parametrize("count", [0, 2])
def test_a_simpler_answer_says_so_and_offers_no_filters(site: Site, count: int) -> None:
    html = results(site, items=[hit(pinned=True)] * count, totalCount=count, degraded=True, facets=[], suggestion=None)
    assert "Search is working in a simpler way just now" in html
    assert 'role="status"' in html
    assert "Apply filters" not in html
    assert ("Chosen by the core team" in html) == bool(count)
    assert ("2 results in titles" in words(html)) == bool(count)


def test_long_filters_fold_and_keep_what_is_on_in_sight() -> None:
    class Value:
        def __init__(self, value: str, chosen: bool = False) -> None:
            self.value, self.chosen, self.count = value, chosen, 1

    class Facet:
        def __init__(self, many: int, on: set[int] = frozenset()) -> None:  # type: ignore[assignment]
            self.name, self.label = "partner", "Partner"
            self.values = [Value(str(number), number in on) for number in range(many)]

    assert folded(Facet(9))[2] == []
    _, first, more = folded(Facet(30, {25, 29}))
    assert [one.value for one in first] == ["25", "29", "0", "1", "2", "3", "4"]
    assert len(more) == 23
    _, first, _ = folded(Facet(30, set(range(20))))
    assert len(first) == 20


def test_fewer_filters_are_one_less_each_and_then_none() -> None:
    assert fewer("a b", {"type": [], "year": []}, []) == []
    assert fewer("a b", {"type": ["isp"], "year": []}, []) == [("look without the filter on type", "/search?q=a+b", 0)]
    both = fewer("a", {"type": ["isp"], "year": ["2026", "2025"]}, [])
    assert [href for _, href, _ in both] == ["/search?q=a&year=2026&year=2025", "/search?q=a&type=isp", "/search?q=a"]
