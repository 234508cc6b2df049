"""Our ISPs: every agreement that covers the reader's organisation, what to fix, the whole list to take away."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import downloads, words
from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..client.input_types import ChangeOurPartInput
from ..documents import as_word
from ..documents.our_list import our_list
from ..forms import SIGNED_OUT, Form, posted
from ..pages import here, page, session_of
from ..query import text
from ..security import sign_in_url
from .errors import absent

DUE = ("review_due", "review_late", "lapsed")  # what the count of reviews in 90 days holds
FILTERS = ("area", "owner", "lead", "status", "file", "ended")
NARROWING = FILTERS[:-1]
IN_FORCE = ("in_force", "review_due", "review_late", "lapsed", "suspended")
COLUMNS = (
    "Reference", "Title", "Status", "Next review", "Service area", "Led by", "Our owner", "Our part", "Covered", "File",
    "Waits for",
)  # fmt: skip


def status_of(row: Any) -> str:
    return str(row.isp.status.value.lower()) if row.isp else ""


def led_by(row: Any, wanted: str) -> bool:
    """`us`, `others`, or one lead partner by its slug."""
    if wanted in ("us", "others"):
        return bool((wanted == "us") == row.lead_is_us)
    return bool(row.isp.lead and row.isp.lead.slug == wanted)


def file_words(row: Any) -> str:
    """What is held of it: a kind of file, or that somebody said there is none; empty while nobody has looked."""
    if row.file:
        return row.file_label or "File"
    return "No file held" if row.no_file_noted_on else ""


def narrow(rows: list[Any], query: dict[str, str]) -> list[Any]:
    """The rows that the page's filters leave, all of them at once; each download takes the same."""

    def fits(row: Any) -> bool:
        status = status_of(row)
        return (
            (not query["area"] or row.service_area == query["area"])
            and (not query["owner"] or (row.owner_name or "nobody") == query["owner"])
            and (not query["lead"] or led_by(row, query["lead"]))
            and (not query["status"] or status == query["status"] or (query["status"] == "due" and status in DUE))
            and (query["file"] != "none" or not file_words(row))
        )

    return [row for row in rows if row.isp and fits(row)]


async def fetch(request: Request) -> tuple[Any, dict[str, str]]:
    """(answer, filters). Raises HTTPException 404 for a reader without an organisation."""
    data = await api(request).our_isps(**call(request))
    return data, {name: text(request, name) for name in FILTERS}


def shown(ours: Any, query: dict[str, str]) -> dict[str, Any]:
    """The three lists of the page, narrowed alike: covering, in force without our signature, not in force yet."""
    apart = narrow(ours.not_in_force, query)
    return {
        "rows": narrow(ours.covering, query),
        "unsigned": [row for row in apart if status_of(row) in IN_FORCE],
        "coming": [row for row in apart if status_of(row) not in IN_FORCE],
    }


async def our_isps(request: Request) -> Response:
    data, query = await fetch(request)
    if data.our_isps is None:
        if not session_of(request) or not data.viewer.is_signed_in:
            return RedirectResponse(sign_in_url(request.app.state.settings, here(request)), 303)
        return page(request, "organisation/none.html", data=data)
    ours = data.our_isps
    every = [row for row in (*ours.covering, *ours.not_in_force) if row.isp]
    template = "organisation/print.html" if request.url.path.endswith("/print") else "organisation/our_isps.html"
    leads = {row.isp.lead.slug: row.isp.lead.name for row in every if row.isp.lead and not row.lead_is_us}
    return page(
        request,
        template,
        data=data,
        ours=ours,
        **shown(ours, query),
        query=query,
        areas=sorted({row.service_area for row in every if row.service_area}),
        owners=sorted({row.owner_name for row in every if row.owner_name}),
        leads=sorted(leads.items(), key=lambda one: one[1]),
        filtered=any(query[name] for name in NARROWING),
        file_words=file_words,
        saved=text(request, "done") == "saved",
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
        file_words(row),
        row.waits_for,
    ]


async def download(request: Request) -> Response:
    """The list as Excel, CSV or Word, with the page's filters."""
    data, query = await fetch(request)
    if data.our_isps is None:
        if not data.viewer.is_signed_in:
            return RedirectResponse(sign_in_url(request.app.state.settings, here(request)), 303)
        raise HTTPException(404)
    ours = data.our_isps
    if request.url.path.endswith(".docx"):
        lists = shown(ours, query)
        name = ours.partner.name if ours.partner else "Our organisation"
        made = our_list(name, lists, query, site=data.site.name, on=words.today(), file_words=file_words)
        return await as_word(request, "our-isps", made)
    rows = narrow([*ours.covering, *ours.not_in_force], query)
    write = downloads.as_xlsx if request.url.path.endswith(".xlsx") else downloads.as_csv
    return write(request, "our-isps", COLUMNS, [our_row(row) for row in rows])


async def our_part(request: Request) -> Response:
    """Who looks after one agreement here, and for which service: a form, and its saving."""
    form = await posted(request) if request.method == "POST" else None
    reference = request.path_params["reference"].upper()
    if form is not None and not form.wrong:
        try:
            await api(request).change_our_part(input=part_input(reference, form), **call(request))
            return RedirectResponse("/organisation?done=saved#all", 303)
        except GraphQLClientGraphQLMultiError as error:
            match code(error):
                case "BAD_USER_INPUT":
                    given = field_errors(error)
                    form.errors = {PART_FIELDS.get(name, name): words_ for name, words_ in given.items()}
                case "UNAUTHENTICATED":
                    form.notice = SIGNED_OUT
                case _:
                    raise
            request.state.exchange = None
    data, _ = await fetch(request)
    if data.our_isps is None:
        return await absent(request)
    ours = data.our_isps
    every = [row for row in (*ours.covering, *ours.not_in_force) if row.isp]
    row = next((one for one in every if one.isp.reference == reference), None)
    if row is None or not row.can_change:
        return await absent(request)
    if form is None:
        noted = "yes" if row.no_file_noted_on else ""
        form = Form.blank(owner=row.owner_id or "", area=row.service_area, nofile=noted)
    areas = sorted({one.service_area for one in every if one.service_area})
    status = 401 if form.notice == SIGNED_OUT else 422 if form.wrong else 200
    return page(request, "organisation/part.html", data=data, ours=ours, row=row, form=form, areas=areas, status=status)


PART_FIELDS = {"ownerId": "owner", "serviceArea": "area"}


def part_input(reference: str, form: Form) -> ChangeOurPartInput:
    return ChangeOurPartInput(
        reference=reference,
        ownerId=form.get("owner") or None,
        serviceArea=form.get("area"),
        noFileHeld=form.get("nofile") == "yes" if form.get("asked-file") else None,
    )


ROUTES = [
    Route("/organisation", our_isps),
    Route("/organisation/print", our_isps),
    Route("/organisation/isps.csv", download),
    Route("/organisation/isps.xlsx", download),
    Route("/organisation/isps.docx", download),
    Route("/organisation/isps/{reference}", our_part, methods=["GET", "POST"]),
]
