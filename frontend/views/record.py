"""The record of what was done to one's organisation and to its people, for its lead and the core team."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .. import downloads
from ..api import api, call
from ..forms import FIRST_YEAR, LAST_YEAR
from ..pages import page
from ..query import page_number, pages_of, text
from .account import to_sign_in
from .errors import not_found

SIZE = 50
COLUMNS = ("When", "Who", "What", "Kind", "To what", "Network")


def day(raw: str) -> date | None:
    """None for what is no day, which then filters nothing."""
    try:
        found = date.fromisoformat(raw)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


async def fetch(request: Request, number: int) -> tuple[Any, dict[str, str]]:
    """(answer, filters as they were understood)."""
    kind, partner = text(request, "kind"), text(request, "partner")
    since, until = day(text(request, "since")), day(text(request, "until"))
    data = await api(request).our_record(
        page=number, kind=kind or None, partner=partner or None, since=since, until=until, **call(request)
    )
    days = {"since": since.isoformat() if since else "", "until": until.isoformat() if until else ""}
    return data, {"kind": kind, "partner": partner, **days}


async def record(request: Request) -> Response:
    data, query = await fetch(request, page_number(request, SIZE))
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    found = data.our_record
    if found is None:
        return await not_found(request)
    context = {"found": found, "query": query, "pages": pages_of(found.total_count, SIZE)}
    return page(request, "organisation/record.html", data=data, **context)


async def record_csv(request: Request) -> Response:
    """Every entry that the filters leave; more than a file can hold is a message, never a part."""
    rows: list[list[downloads.Cell]] = []
    number, total = 1, 1
    while len(rows) < total:
        data, _ = await fetch(request, number)
        if not data.viewer.is_signed_in:
            return to_sign_in(request)
        found = data.our_record
        if found is None:
            if number > 1:
                raise HTTPException(413)
            return await not_found(request)
        if not found.entries:
            break
        rows += [[str(one.at), one.who, one.what, one.kind, one.label, one.network] for one in found.entries]
        number, total = number + 1, found.total_count
    return downloads.as_csv(request, "our-record", COLUMNS, rows)


ROUTES = [Route("/organisation/record", record), Route("/organisation/record.csv", record_csv)]
