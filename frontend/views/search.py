"""Search: results with filters, and suggestions for app.js."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..api import api, call
from ..client.enums import SearchSort
from ..client.exceptions import GraphQLClientError
from ..pages import page
from ..query import many, page_number, pages_of, text
from ..transport import ApiUnavailable
from ..words import with_query

SIZE = 10
SHOWN = 7  # values of a filter; the others unfold
FACETS = ("type", "topic", "sector", "partner", "status", "year")


async def results(request: Request) -> Response:
    query = text(request, "q")
    if not query:
        return page(request, "search/start.html", data=await api(request).chrome(**call(request)))
    chosen = {name: many(request, name) for name in FACETS}
    sort = SearchSort.NEWEST if text(request, "sort") == "newest" else SearchSort.RELEVANCE
    data = await api(request).search(
        text=query,
        sort=sort,
        page=page_number(request, SIZE),
        type_=chosen["type"] or None,  # each by its name: the client swallows a keyword that it does not know
        topic=chosen["topic"] or None,
        sector=chosen["sector"] or None,
        partner=chosen["partner"] or None,
        status=chosen["status"] or None,
        year=chosen["year"] or None,
        **call(request),
    )
    found = data.search
    return page(
        request,
        "search/results.html",
        data=data,
        found=found,
        q=query,
        chosen=chosen,
        chips=chips(chosen, found.facets),
        facets=[folded(facet) for facet in found.facets if facet.values],
        fewer=[] if found.total_count else fewer(query, chosen, found.facets),
        bare=dict.fromkeys(FACETS),
        newest=sort == SearchSort.NEWEST,
        query={"q": query, **chosen, "sort": "newest" if sort == SearchSort.NEWEST else ""},
        pages=pages_of(found.total_count, SIZE),
    )


def chips(chosen: dict[str, list[str]], facets: list[Any]) -> list[tuple[str, str, str]]:
    """(facet, value, words) of each filter that is on, in the words of the facet where it has them."""
    labels = {(facet.name, one.value): one.label for facet in facets for one in facet.values}
    return [(name, value, labels.get((name, value), value)) for name, values in chosen.items() for value in values]


def folded(facet: Any) -> tuple[Any, list[Any], list[Any]]:
    """(facet, values shown at once, values behind "more"): those that are on and the commonest come first."""
    values = sorted(facet.values, key=lambda one: not one.chosen)  # stable, so the order of counts stays
    shown = max(SHOWN, sum(one.chosen for one in values))
    return (facet, values, []) if len(values) <= shown + 2 else (facet, values[:shown], values[shown:])


def fewer(query: str, chosen: dict[str, list[str]], facets: list[Any]) -> list[tuple[str, str, int]]:
    """(words, address, results or 0 where that is not known) of the same search with one filter less, then with none.

    A facet counts what its own choice leaves out. A thing has one type, so those counts add up; others may not.
    """
    on = [name for name, values in chosen.items() if values]
    labels = {facet.name: facet.label.lower() for facet in facets}
    found = []
    for name in on:
        rest = {other: values for other, values in chosen.items() if other != name}
        counts = [one.count for facet in facets if facet.name == name for one in facet.values]
        words = f"look without the filter on {labels.get(name, name)}"
        found.append((words, with_query("/search", {"q": query, **rest}), sum(counts) if name == "type" else 0))
    if len(on) > 1:
        found.append(("look without any filter", with_query("/search", {"q": query}), 0))
    return found


async def suggest(request: Request) -> JSONResponse:
    """[{text, path}] for the search box; empty when the API cannot say, since the box works without."""
    prefix = text(request, "q", 80)
    headers = {"Cache-Control": "private, no-store", "Vary": "Cookie"}
    if len(prefix) < 2:
        return JSONResponse([], headers=headers)
    try:
        data = await api(request).search_completions(prefix=prefix, **call(request))
    except (GraphQLClientError, ApiUnavailable):
        return JSONResponse([], headers=headers)
    found = [{"text": one.title, "path": one.path} for one in data.search_completions[:8]]
    return JSONResponse(found, headers=headers)


ROUTES = [Route("/search", results), Route("/search/suggest", suggest)]
