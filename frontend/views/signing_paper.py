"""Signatures that came on paper: many at once in one table, corrected and never edited, with the scanned page."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .. import words
from ..api import api, call
from ..client import GraphQLClientGraphQLMultiError
from ..client.enums import SignatureDecision
from ..client.input_types import CorrectSignatureInput, PaperRowInput, RecordPaperInput, StartUploadInput
from ..forms import FIRST_YEAR, LAST_YEAR, Form, posted
from ..pages import page
from .errors import absent
from .signing_board import here, reference
from .signing_forms import details, kept, need, need_day, press, to, told

DECISIONS = {
    "signed": SignatureDecision.SIGNED,
    "conditions": SignatureDecision.CONDITIONS,
    "declined": SignatureDecision.DECLINED,
}
MOST = 500  # fields: sixty parties of seven each
NAMES = {"signatoryName": "name", "signatoryJobTitle": "job", "signedOn": "on", "decision": "decision"}


async def paper(request: Request) -> Response:
    """All rows that are filled in are saved, or none: a row with a mistake keeps what was typed, and says what."""
    form = Form.blank()
    status = 200
    if request.method == "POST":
        form = await posted(request, MOST)
        status = 422
        rows = [] if form.notice else rows_of(form)
        if not form.wrong and not rows:
            form.errors["rows"] = "Fill in at least one row"
        if not form.wrong:
            status = await record(request, form, rows)
            if not status:
                return to(here(request, "/sign/paper"), "paper")
    return await show(request, form, status)


def rows_of(form: Form) -> list[PaperRowInput]:
    """The rows in which anything was typed. Beside what is wrong in one, `form.errors` says so."""
    rows = []
    for key in sorted(name.removeprefix("name_") for name in form.values if name.startswith("name_")):
        typed = {name: form.get(f"{name}_{key}") for name in ("name", "job", "on", "decision", "reason")}
        if not typed["name"] and not typed["job"] and not typed["on"] and not typed["reason"]:
            continue
        if not typed["name"]:
            form.errors[f"name_{key}"] = "Name who signed"
        day = day_in(typed["on"])
        if day is None:
            form.errors[f"on_{key}"] = "Give the day of the signature, like 27 3 2026"
        elif day > words.today():
            form.errors[f"on_{key}"] = "A signature is not dated in the future"
        decision = DECISIONS.get(typed["decision"], SignatureDecision.SIGNED)
        if decision != SignatureDecision.SIGNED and not typed["reason"]:
            form.errors[f"reason_{key}"] = "Say which conditions, or why not"
        rows.append(
            PaperRowInput(
                partyId=key,
                signatoryName=typed["name"],
                signatoryJobTitle=typed["job"],
                signedOn=day,
                decision=decision,
                reason=typed["reason"],
            )
        )
    return rows


def day_in(text: str) -> date | None:
    """A day as a browser's date field sends it, or as people write it: 2026-03-27, 27 3 2026, 27/3/2026."""
    parts = text.replace("/", " ").replace(".", " ").replace("-", " ").split()
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if sorted(map(len, parts))[-1] != 4 or 4 not in (len(parts[0]), len(parts[2])):
        return None  # of two digits nobody knows the century
    numbers = [int(part) for part in parts]
    year, month, day = numbers if len(parts[0]) == 4 else reversed(numbers)
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


async def record(request: Request, form: Form, rows: list[PaperRowInput]) -> int:
    given = RecordPaperInput(reference=reference(request), number=form.number("number"), rows=rows)
    wrong: dict[str, Any] = {}

    async def send() -> None:
        try:
            await api(request).record_paper(input=given, **call(request))
        except GraphQLClientGraphQLMultiError as error:
            wrong.update(details(error, "rows") or {})
            raise

    status = await press(send(), form, {}, "rows")
    for key, fields in wrong.items():
        form.errors.pop("rows", None)
        for name, texts in fields.items():
            form.errors[f"{NAMES.get(name, 'name' if name == 'party' else name)}_{key}"] = texts[0]
    return status


async def show(request: Request, form: Form, status: int, upload: Any = None, names: str = "") -> Response:
    data = await api(request).signing_page(reference=reference(request), **call(request))
    if not data.viewer.is_signed_in and request.method == "POST":
        return await kept(request, form)
    if data.isp is None or not data.viewer.is_signed_in:
        return await absent(request)
    return page(
        request,
        "signing/paper.html",
        data=data,
        isp=data.isp,
        versions=data.signing_progress,
        form=form,
        told=told(request),
        upload=upload,
        names=names,
        status=status,
    )


async def scan(request: Request) -> Response:
    """The page of the upload: which signatures stand on the scan was ticked before."""
    form = await posted(request, MOST)
    ticked = [name.removeprefix("scan_") for name in form.values if name.startswith("scan_")]
    if not form.notice and not ticked:
        form.errors["scan"] = "Tick whose signatures are on the page"
    if form.wrong:
        return await show(request, form, 422)
    target = f"{reference(request)}:{','.join(sorted(ticked))}"
    result: list[Any] = []

    async def send() -> None:
        given = StartUploadInput(purpose="signature-scan", target=target)
        result.append(await api(request).start_upload(input=given, **call(request)))

    status = await press(send(), form, {}, "scan")
    if status:
        return await show(request, form, status)
    return await show(request, form, 200, upload=result[0].start_upload)


async def correct(request: Request) -> Response:
    form = Form.blank()
    status = 200
    key = str(request.path_params["id"])
    if request.method == "POST":
        form = await posted(request)
        why = need(form, "why", "Say what was wrong", 250)
        name = need(form, "name", "Name who signed", 160)
        day = need_day(form, "on", "Give the day of the signature, like 27 3 2026")
        if form.get("decision") not in DECISIONS:
            form.errors["decision"] = "Choose what was decided"
        status = 422
        if not form.wrong and day is not None:
            given = CorrectSignatureInput(
                signatureId=key,
                why=why,
                signatoryName=name,
                signatoryJobTitle=form.get("job"),
                signedOn=day,
                decision=DECISIONS[form.get("decision")],
                reason=form.get("reason"),
            )
            names = {**NAMES, "signedOn": "on_day", "why": "why", "reason": "reason", "decision": "decision"}
            status = await press(api(request).correct_signature(input=given, **call(request)), form, names, "why")
            if not status:
                return to(here(request, "/sign/paper"), "corrected")
    data = await api(request).signing_page(reference=reference(request), **call(request))
    if not data.viewer.is_signed_in and request.method == "POST":
        return await kept(request, form)
    parties = [party for one in data.signing_progress for party in one.parties]
    party = next((one for one in parties if one.signature_id == key), None)
    if data.isp is None or party is None or not party.may_record:
        return await absent(request)
    if request.method == "GET" and party.decided_on is not None:
        on = party.decided_on
        form.values |= {"on_day": str(on.day), "on_month": str(on.month), "on_year": str(on.year)}
        form.values |= {"name": party.decided_by, "job": party.decided_by_job_title, "reason": party.reason}
        form.values["decision"] = str(party.decision.value).lower() if party.decision else ""
    return page(
        request, "signing/correct.html", data=data, isp=data.isp, party=party, key=key, form=form, status=status
    )


ROUTES = [
    Route("/isps/{reference}/sign/paper", paper, methods=["GET", "POST"]),
    Route("/isps/{reference}/sign/paper/scan", scan, methods=["POST"]),
    Route("/isps/{reference}/sign/paper/{id:int}", correct, methods=["GET", "POST"]),
]
