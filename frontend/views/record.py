"""The record of what was done to one's organisation and to its people, for its lead and the core team."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .. import downloads
from ..api import api, call
from ..forms import FIRST_YEAR, LAST_YEAR
from ..pages import page
from ..query import LAST_ROW, page_number, pages_of, text
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
    if data.our_record is None:
        return await not_found(request)
    return record_page(request, data, query)


def record_page(request: Request, data: Any, query: dict[str, str], *, too_many: bool = False) -> Response:
    """One page of the record. `too_many`: instead of a file that would hold a part of it."""
    found = data.our_record
    context = {"found": found, "query": query, "pages": pages_of(found.total_count, SIZE), "too_many": too_many}
    status = 422 if too_many else 200
    return page(request, "organisation/record.html", data=data, most=LAST_ROW, status=status, **context)


async def record_csv(request: Request) -> Response:
    """Every entry that the filters leave; more than the API gives is a page that says so, never a part."""
    rows: list[list[downloads.Cell]] = []
    number, total = 1, 1
    while len(rows) < total:
        data, query = await fetch(request, number)
        if not data.viewer.is_signed_in:
            return to_sign_in(request)
        found = data.our_record
        if found is None:
            return await not_found(request)
        if found.total_count > LAST_ROW:
            return record_page(request, data, query, too_many=True)
        if not found.entries:
            break
        rows += [[str(one.at), one.who, one.what, one.kind, one.label, one.network] for one in found.entries]
        number, total = number + 1, found.total_count
    return downloads.as_csv(request, "our-record", COLUMNS, rows)


ROUTES = [Route("/organisation/record", record), Route("/organisation/record.csv", record_csv)]
