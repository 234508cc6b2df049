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

SIZE = 10
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
        **{name: values or None for name, values in chosen.items()},
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
        newest=sort == SearchSort.NEWEST,
        query={"q": query, **chosen, "sort": "newest" if sort == SearchSort.NEWEST else ""},
        pages=pages_of(found.total_count, SIZE),
    )


def chips(chosen: dict[str, list[str]], facets: list[Any]) -> list[tuple[str, str, str]]:
    """(facet, value, words) of each filter that is on, in the words of the facet where it has them."""
    labels = {(facet.name, one.value): one.label for facet in facets for one in facet.values}
    return [(name, value, labels.get((name, value), value)) for name, values in chosen.items() for value in values]


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
