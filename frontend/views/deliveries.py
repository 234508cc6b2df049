"""What one's organisation's system sent, for its IG leads and leads and the core team."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import api, call
from ..pages import page
from ..query import page_number, pages_of, text
from .account import to_sign_in
from .errors import not_found

SIZE = 50


async def deliveries(request: Request) -> Response:
    query = {"outcome": text(request, "outcome"), "partner": text(request, "partner")}
    asked = {name: value or None for name, value in query.items()}
    data = await api(request).our_deliveries(page=page_number(request, SIZE), **asked, **call(request))
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    found = data.our_deliveries
    if found is None:
        return await not_found(request)
    pages = pages_of(found.total_count, SIZE)
    return page(request, "organisation/deliveries.html", data=data, found=found, query=query, pages=pages)


ROUTES = [Route("/organisation/deliveries", deliveries)]
