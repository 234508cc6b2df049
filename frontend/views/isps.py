"""The register of agreements and one agreement: page, card, print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import downloads, qr, words
from ..api import api, call
from ..client.enums import IspOrder, IspStatus
from ..documents.agreement import amended_texts
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
        may_copy=isp.can_review,
        amended=amended_texts(isp, isp.version) if isp.version else {},
        fold_open=template.endswith("print.html"),
    )


class Fits:
    """As much of an agreement as one A4 page holds: whom to ring and what not to share come first. `cut` says so.

    The words are those that count now; `notices` are the numbers of the amendment notices that changed them.
    """

    SECTIONS = ("do_not_share", "may_share", "how_to_share")
    LINES, WIDTH, TITLE = 16, 68, 34  # of the lists together; letters of a line, and of a line of the title

    def __init__(self, isp: Any) -> None:
        self.cut = False
        self.left = self.LINES - max(0, 2 * (len(isp.title) // self.TITLE - 1))
        version = isp.version
        amended = amended_texts(isp, version) if version else {}
        self.notices = sorted({amended[name][0] for name in self.SECTIONS if name in amended})

        def now(name: str) -> list[str]:
            if name in amended:
                return words.lines(amended[name][2])
            signed = getattr(version, name, [])
            return words.lines(signed) if isinstance(signed, str) else list(signed)

        self.contacts = self._take(
            isp.contacts, 3, lambda one: f"{one.role} {one.partner and one.partner.name} {one.phone}"
        )
        self.do_not_share = self._take(now("do_not_share"), 6)
        self.may_share = self._take(now("may_share"), self.left - 3)
        self.how_to_share = self._take(now("how_to_share"), self.left)

    def _take(self, items: list[Any], most: int, as_text: Callable[[Any], str] = str) -> list[Any]:
        """The first items that fit into `most` lines and what is left; a single long one is given all the same."""
        taken: list[Any] = []
        used = 0
        for item in items:
            needs = -(-len(as_text(item)) // self.WIDTH) or 1
            if used + needs > min(most, self.left):
                self.cut = True
                break
            used += needs
            taken.append(item)
        self.left -= used
        return taken


async def card(request: Request) -> Response:
    data = await api(request).isp_card(reference=request.path_params["reference"], **call(request))
    if data.isp is None:
        return await absent(request)
    address = f"{request.app.state.settings.frontend_origin}/isps/{data.isp.reference}"
    code = qr.svg(address, f"QR code of the live page of {data.isp.reference}")
    return page(
        request, "isps/card.html", data=data, isp=data.isp, version=data.isp.version, qr=code, fits=Fits(data.isp)
    )


ROUTES = [
    Route("/isps", register),
    Route("/isps.csv", register_csv),
    Route("/isps.xlsx", register_xlsx),
    Route("/isps/{reference}", isp_page),
    Route("/isps/{reference}/print", isp_page),
    Route("/isps/{reference}/card", card),
]
