"""The register of agreements and one agreement: page, card, print."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import downloads
from ..api import api, call
from ..client.enums import IspOrder, IspStatus
from ..glossary import Glossary
from ..pages import page
from ..query import choice, optional, page_number, text
from .errors import absent

SIZE = 20
ORDERS = {
    "review": IspOrder.NEXT_REVIEW,
    "-review": IspOrder.NEXT_REVIEW_LATEST,
    "title": IspOrder.TITLE,
    "lead": IspOrder.LEAD,
    "reference": IspOrder.REFERENCE,
}
FILTERS = ("t", "status", "theme", "lead", "partner", "mine", "sort")
COLUMNS = ("Reference", "Title", "Status", "Next review", "Led by", "Your part", "Partners covered", "Partners")


def asked(request: Request) -> dict[str, Any]:
    """The register's filters as the operation takes them; the page and both downloads use the same."""
    return {
        "text": optional(request, "t"),
        "status": choice(IspStatus, text(request, "status")),
        "theme": optional(request, "theme"),
        "lead": optional(request, "lead"),
        "party": optional(request, "partner"),
        "mine": True if text(request, "mine") else None,
        "order_by": ORDERS.get(text(request, "sort"), IspOrder.NEXT_REVIEW),
    }


async def register(request: Request) -> Response:
    data = await api(request).isp_list(
        page=page_number(request, SIZE), page_size=SIZE, **asked(request), **call(request)
    )
    query = {name: text(request, name) for name in FILTERS}
    return page(
        request,
        "isps/register.html",
        data=data,
        found=data.isps,
        query=query,
        sort=query["sort"] or "review",
        size=SIZE,
    )


async def every(request: Request) -> list[list[downloads.Cell]]:
    """All rows of the filtered register, in pages of a hundred. An error ends the download: never half a list."""
    rows: list[list[downloads.Cell]] = []
    number = 1
    while True:
        data = await api(request).isp_list(page=number, page_size=100, **asked(request), **call(request))
        rows += [register_row(isp) for isp in data.isps.items]
        if number * 100 >= min(data.isps.total_count, 10_000):
            return rows
        number += 1


def register_row(isp: Any) -> list[downloads.Cell]:
    return [
        isp.reference,
        isp.title,
        isp.status_label,
        isp.next_review,
        isp.lead.name if isp.lead else "",
        part_words(isp.your_coverage),
        isp.covered_count,
        isp.party_count,
    ]


def part_words(coverage: Any) -> str:
    """The reader's own part in an agreement, or nothing."""
    if coverage is None:
        return ""
    return str(coverage.role_label)


async def register_csv(request: Request) -> Response:
    return downloads.as_csv(request, "isps", COLUMNS, await every(request))


async def register_xlsx(request: Request) -> Response:
    return downloads.as_xlsx(request, "isps", COLUMNS, await every(request))


async def isp_page(request: Request) -> Response:
    """One agreement. `/print` is the same page with every part open and no navigation."""
    reference = request.path_params["reference"]
    if reference != reference.upper():
        return RedirectResponse(request.url.path.replace(reference, reference.upper()), 301)
    data = await api(request).isp_page(reference=reference, **call(request))
    if data.isp is None:
        return await absent(request)
    template = "isps/print.html" if request.url.path.endswith("/print") else "isps/isp.html"
    isp = data.isp
    parties = isp.version.parties if isp.version else []
    return page(
        request,
        template,
        data=data,
        isp=isp,
        version=isp.version,
        parties=parties,
        bases=[(party, basis) for party in parties for basis in party.bases],
        open_review=next((r for r in isp.reviews if r.is_open), None),
        glossary=Glossary(data.glossary),
        fold_open=template.endswith("print.html"),
    )


async def card(request: Request) -> Response:
    data = await api(request).isp_card(reference=request.path_params["reference"], **call(request))
    if data.isp is None:
        return await absent(request)
    return page(request, "isps/card.html", data=data, isp=data.isp, version=data.isp.version)


ROUTES = [
    Route("/isps", register),
    Route("/isps.csv", register_csv),
    Route("/isps.xlsx", register_xlsx),
    Route("/isps/{reference}", isp_page),
    Route("/isps/{reference}/print", isp_page),
    Route("/isps/{reference}/card", card),
]
