"""The charter that every member signs: its words, who signed it, signing it on the site or from paper; and what one's
organisation agreed, on one page."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .. import downloads, words
from ..api import api, call, code
from ..client import GraphQLClientGraphQLMultiError
from ..client.input_types import (
    RecordCharterPaperInput,
    SignCharterInput,
    StartUploadInput,
    WithdrawCharterSignatureInput,
)
from ..forms import Form, posted, whole_number
from ..pages import page
from ..query import page_number, text
from .account import to_sign_in
from .errors import absent
from .signing_forms import kept, need, need_day, press, to

SIZE = 50
COLUMNS = ("Organisation", "Version", "Signed on", "How")
SAID = {
    "signed": "Thank you. The charter is signed for your organisation.",
    "paper": "The signature on paper is recorded.",
    "withdrawn": "The signature is taken back. It counts no more from today.",
}
NO_SCAN = "A page is kept already, or this signature was taken back meanwhile. What stands below is how it is now."
PLACES = {"confirmed": "confirmed", "why": "why"}
PAPER = {"signatoryName": "name", "signatoryJobTitle": "job", "signedOn": "on_day"}


def parts(body: str) -> list[tuple[bool, str]]:
    """(is a heading, words) of each paragraph: paragraphs are parted by an empty line, headings begin with #."""
    blocks = [" ".join(block.split()) for block in body.replace("\r\n", "\n").split("\n\n")]
    return [(block.startswith("#"), block.lstrip("# ")) for block in blocks if block.lstrip("# ")]


async def charter(request: Request) -> Response:
    data = await api(request).charter_page(number=request.path_params.get("number"), **call(request))
    if data.charter is None and "number" in request.path_params:
        return await absent(request)
    found = data.charter
    latest = max((one.number for one in data.charters.items), default=0)
    return page(
        request,
        "charter/charter.html",
        data=data,
        found=found,
        parts=parts(found.text) if found else [],
        versions=data.charters.items,
        is_latest=found is not None and found.number == latest,
        count=data.charter_signatories.total_count,
    )


def chosen(request: Request) -> int | None:
    """The version asked for in the address; None for each member's latest."""
    return whole_number(text(request, "version")) or None


async def signatories(request: Request) -> Response:
    number = chosen(request)
    data = await api(request).charter_signatories(
        page=page_number(request, SIZE), page_size=SIZE, number=number, **call(request)
    )
    query = {"version": str(number) if number else ""}
    return page(request, "charter/signatories.html", data=data, found=data.charter_signatories, query=query, size=SIZE)


async def signatories_csv(request: Request) -> Response:
    """The list as everybody sees it: bodies, versions and days, and nobody's name."""
    rows: list[list[downloads.Cell]] = []
    number = 1
    while True:
        data = await api(request).charter_signatories(
            page=number, page_size=100, number=chosen(request), **call(request)
        )
        rows += [
            [
                one.partner.name if one.partner else "",
                one.version.number if one.version else "",
                one.signed_on,
                one.method_label,
            ]
            for one in data.charter_signatories.items
        ]
        if number * 100 >= min(data.charter_signatories.total_count, 10_000):
            return downloads.as_csv(request, "charter-signatories", COLUMNS, rows)
        number += 1


async def sign(request: Request) -> Response:
    """GET: the whole text, and one tick. POST: sign it, or take the signature back."""
    form, status = Form.blank(), 200
    if request.method == "POST":
        form = await posted(request)
        status = 422 if form.notice else await act(request, form)
        if not status:
            return to("/charter/sign", "withdrawn" if form.get("withdraw") else "signed")
    return await show(request, form, status, "charter/sign.html")


async def act(request: Request, form: Form) -> int:
    """0 when it was done, else the status with which the page comes back."""
    if form.get("withdraw"):
        why = need(form, "why", "Say why it is taken back", 250)
        if form.wrong:
            return 422
        given = WithdrawCharterSignatureInput(id=form.get("withdraw"), why=why)
        taking = api(request).withdraw_charter_signature(input=given, **call(request))
        return await press(taking, form, PLACES, "why")
    if not form.get("confirmed"):
        form.errors["confirmed"] = "Tick what you declare. Nothing is ticked for you"
        return 422
    signing = SignCharterInput(partner=form.get("partner"), number=form.number("number"), confirmed=True)
    return await press(api(request).sign_charter(input=signing, **call(request)), form, PLACES, "confirmed")


async def paper(request: Request) -> Response:
    """A signature that came on paper: who, when."""
    form, status = Form.blank(), 200
    if request.method == "POST":
        form = await posted(request)
        name = need(form, "name", "Name who signed", 160)
        day = need_day(form, "on", "Give the day of the signature, like 27 3 2026")
        if day is not None and day > words.today():
            form.errors["on_day"] = "A signature is not dated in the future"
        status = 422
        if not form.wrong and day is not None:
            given = RecordCharterPaperInput(
                partner=form.get("partner"),
                number=form.number("number"),
                signatoryName=name,
                signatoryJobTitle=form.get("job"),
                signedOn=day,
            )
            status = await press(api(request).record_charter_paper(input=given, **call(request)), form, PAPER, "name")
            if not status:
                return to("/charter/sign", "paper")
    return await show(request, form, status, "charter/paper.html")


async def scan(request: Request) -> Response:
    """Leave to send the scanned page: the form that comes next goes to the CMS, and comes back here."""
    form = await posted(request)
    result: list[Any] = []

    async def send() -> None:
        given = StartUploadInput(purpose="charter-scan", target=form.get("signature"))
        try:
            result.append(await api(request).start_upload(input=given, **call(request)))
        except GraphQLClientGraphQLMultiError as error:
            if code(error) != "NOT_FOUND":
                raise
            form.notice = NO_SCAN

    status = 422 if form.notice else await press(send(), form, {}, "scan")
    if form.notice == NO_SCAN:
        status = 409
    return await show(request, form, status or 200, "charter/sign.html", result[0].start_upload if result else None)


async def show(request: Request, form: Form, status: int, template: str, upload: Any = None) -> Response:
    sent = text(request, "upload")
    data: Any = await api(request).charter_sign_page(
        upload=sent if sent.isdigit() else "0", uploaded=sent.isdigit(), **call(request)
    )
    if not data.viewer.is_signed_in:
        return to_sign_in(request) if request.method == "GET" else await kept(request, form)
    found = data.charter_to_sign
    if found is None or found.partner is None or found.version is None:
        return await absent(request)
    if template == "charter/paper.html" and not found.may_record_paper:
        return await absent(request)
    done = SAID.get(text(request, "done"), "")
    return page(
        request,
        template,
        data=data,
        form=form,
        found=found,
        parts=parts(found.version.text),
        done=done,
        upload=upload,
        sent=data.upload_result.files if sent.isdigit() and data.upload_result else [],
        status=status,
    )


async def agreed(request: Request) -> Response:
    """What one's organisation agreed, on one page to read or print: the charter, and each agreement that covers it."""
    data = await api(request).agreed_page(**call(request))
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    if data.viewer.acting_for is None:
        return await absent(request)
    found = data.charter_to_sign
    words_of_it = found.version.text if found is not None and found.version is not None else ""
    return page(
        request,
        "organisation/agreed.html",
        data=data,
        home=data.home,
        found=found if found is not None and found.partner is not None and found.version is not None else None,
        parts=parts(words_of_it),
        more=data.home.cover_count - len(data.home.covers),
    )


ROUTES = [
    Route("/charter", charter),
    Route("/charter/{number:int}", charter),
    Route("/charter/signatories", signatories),
    Route("/charter/signatories.csv", signatories_csv),
    Route("/charter/sign", sign, methods=["GET", "POST"]),
    Route("/charter/sign/paper", paper, methods=["GET", "POST"]),
    Route("/charter/sign/paper/scan", scan, methods=["POST"]),
    Route("/organisation/agreed", agreed),
]
