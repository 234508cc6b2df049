"""Our ISPs: every agreement that covers the reader's organisation, what to fix, the whole list to take away."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import downloads
from ..api import api, call
from ..pages import here, page, session_of
from ..query import text
from ..security import sign_in_url

DUE = ("review_due", "review_late", "lapsed")  # what the count of reviews in 90 days holds
FILTERS = ("area", "owner", "lead", "status", "ended")
COLUMNS = (
    "Reference", "Title", "Status", "Next review", "Service area", "Led by", "Our owner", "Our part", "Covered", "File",
)  # fmt: skip


def narrow(rows: list[Any], query: dict[str, str]) -> list[Any]:
    """The rows that the page's filters leave; each download takes the same."""

    def fits(row: Any) -> bool:
        status = row.isp.status.value.lower() if row.isp else ""
        return (
            (not query["area"] or row.service_area == query["area"])
            and (not query["owner"] or (row.owner_name or "nobody") == query["owner"])
            and (not query["lead"] or (query["lead"] == "us") == row.lead_is_us)
            and (not query["status"] or status == query["status"] or (query["status"] == "due" and status in DUE))
        )

    return [row for row in rows if row.isp and fits(row)]


async def fetch(request: Request) -> tuple[Any, dict[str, str]]:
    """(answer, filters). Raises HTTPException 404 for a reader without an organisation."""
    data = await api(request).our_isps(**call(request))
    return data, {name: text(request, name) for name in FILTERS}


async def our_isps(request: Request) -> Response:
    data, query = await fetch(request)
    if data.our_isps is None:
        if not session_of(request) or not data.viewer.is_signed_in:
            return RedirectResponse(sign_in_url(request.app.state.settings, here(request)), 303)
        return page(request, "organisation/none.html", data=data)
    ours = data.our_isps
    rows = [row for row in ours.covering if row.isp]
    template = "organisation/print.html" if request.url.path.endswith("/print") else "organisation/our_isps.html"
    return page(
        request,
        template,
        data=data,
        ours=ours,
        rows=narrow(rows, query),
        query=query,
        areas=sorted({row.service_area for row in rows if row.service_area}),
        owners=sorted({row.owner_name for row in rows if row.owner_name}),
        filtered=any(query[name] for name in ("area", "owner", "lead", "status")),
    )


def our_row(row: Any) -> list[downloads.Cell]:
    isp, coverage = row.isp, row.coverage
    return [
        isp.reference,
        isp.title,
        isp.status_label,
        isp.next_review,
        row.service_area,
        isp.lead.name if isp.lead else "",
        row.owner_name,
        coverage.role_label if coverage else "",
        coverage.label if coverage else "",
        row.file_label,
    ]


async def download(request: Request) -> Response:
    data, query = await fetch(request)
    if data.our_isps is None:
        if not data.viewer.is_signed_in:
            return RedirectResponse(sign_in_url(request.app.state.settings, here(request)), 303)
        raise HTTPException(404)
    ours = data.our_isps
    rows = narrow([*ours.covering, *ours.not_in_force], query)
    write = downloads.as_xlsx if request.url.path.endswith(".xlsx") else downloads.as_csv
    return write(request, "our-isps", COLUMNS, [our_row(row) for row in rows])


ROUTES = [
    Route("/organisation", our_isps),
    Route("/organisation/print", our_isps),
    Route("/organisation/isps.csv", download),
    Route("/organisation/isps.xlsx", download),
]
