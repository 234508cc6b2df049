"""Signing one agreement: read it, decide, hand it on, note advice; and what stands there afterwards."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call, code
from ..client import GraphQLClientGraphQLMultiError
from ..client.enums import SignatureDecision, StuckKind
from ..client.input_types import (
    HandOnInput,
    LeaveAgreementInput,
    NoteAdviceInput,
    OpenToSignInput,
    SayStuckInput,
    SignInput,
    TakeBackInput,
)
from ..documents.agreement import amended_texts
from ..forms import Form, posted
from ..pages import page
from .errors import absent
from .signing_forms import kept, need, need_day, press, to, told

DECISIONS = {
    "sign": SignatureDecision.SIGNED,
    "conditions": SignatureDecision.CONDITIONS,
    "decline": SignatureDecision.DECLINED,
}
BOXES = ("box_1", "box_2", "box_3")


def partner(request: Request) -> str | None:
    return request.query_params.get("party") or None


def here(request: Request, end: str = "") -> str:
    return f"/isps/{request.path_params['reference']}{end}"


async def read(request: Request) -> Any:
    """The sheet of this agreement for this reader, or None. Raises 303 to sign-in by way of the API's answer."""
    return await api(request).sign_page(
        reference=request.path_params["reference"], partner=partner(request), **call(request)
    )


async def render(request: Request, template: str, form: Form, status: int = 0, **more: Any) -> Response:
    data = await read(request)
    if not data.viewer.is_signed_in:
        if request.method == "POST":
            return await kept(request, form)
        return await absent(request)
    if data.isp is None or data.sign_sheet is None:
        return await absent(request)
    return page(
        request,
        template,
        data=data,
        isp=data.isp,
        sheet=data.sign_sheet,
        form=form,
        told=told(request),
        status=status or (422 if form.wrong else 200),
        **more,
    )


async def sign(request: Request) -> Response:
    """GET shows the text and notes that it was shown, which signing asks for: so there are two calls. POST decides."""
    form = Form.blank()
    if request.method == "POST":
        form = await posted(request)
        if not form.notice:
            _check(form)
        if not form.wrong:
            status = await press(_sign(request, form), form, {"reason": "reason", "confirmed": "box_1"}, "decision")
            if not status:
                return RedirectResponse(_party_path(request, "/sign/done"), 303)
            if status == 401:
                return await kept(request, form)
            for box in BOXES:  # what stands on the page now may be another text
                form.values.pop(box, None)
            return await show(request, form, status)
    return await show(request, form)


def _party_path(request: Request, end: str) -> str:
    slug = partner(request)
    return here(request, end) + (f"?party={slug}" if slug else "")


def _check(form: Form) -> None:
    decision = form.get("decision")
    if decision not in DECISIONS:
        form.errors["decision"] = "Choose what you decide"
        return
    if decision == "conditions":
        need(form, "reason", "Say what your conditions are", 4000)
    if decision == "decline":
        need(form, "reason", "Say why you do not sign", 4000)
    if decision != "decline":
        for box, text in zip(BOXES, ("that you have read it", "that you may sign", "that you mean it"), strict=True):
            if not form.get(box):
                form.errors[box] = f"Tick {text}, or choose “Do not sign”"


async def _sign(request: Request, form: Form) -> Any:
    return await api(request).sign_version(
        input=SignInput(
            partyId=form.get("party"),
            contentHash=form.get("hash"),
            decision=DECISIONS[form.get("decision")],
            reason=form.get("reason"),
            confirmed=all(form.get(box) for box in BOXES),
            submissionId=form.get("submission"),
        ),
        **call(request),
    )


async def show(request: Request, form: Form, status: int = 0) -> Response:
    data = await read(request)
    if not data.viewer.is_signed_in:
        return await (kept(request, form) if request.method == "POST" else absent(request))
    if data.isp is None or data.sign_sheet is None:
        return await absent(request)
    sheet = data.sign_sheet
    factor = False
    if sheet.may_sign and sheet.party is not None and sheet.party.waiting_days is not None and not sheet.opened:
        factor = await _open(request, sheet)
    return page(
        request,
        "signing/sign.html",
        data=data,
        isp=data.isp,
        sheet=sheet,
        bases=[(party, basis) for party in sheet.version.parties for basis in party.bases] if sheet.version else [],
        amended=amended_texts(data.isp, sheet.version) if sheet.version else {},
        form=form,
        factor=factor,
        told=told(request),
        boxes=BOXES,
        status=status or (422 if form.wrong else 200),
    )


async def _open(request: Request, sheet: Any) -> bool:
    """Note that the text is being shown. True where the API wants a second factor of this person first."""
    try:
        await api(request).open_to_sign(
            input=OpenToSignInput(partyId=sheet.party.id, contentHash=sheet.fingerprint), **call(request)
        )
    except GraphQLClientGraphQLMultiError as error:
        if code(error) == "FORBIDDEN":
            return True
        if code(error) not in ("CONFLICT", "NOT_FOUND"):
            raise
    return False


async def done(request: Request) -> Response:
    return await render(request, "signing/done.html", Form())


async def delegate(request: Request) -> Response:
    """Hand the request on, or say that the wrong person is asked."""
    form = Form.blank()
    if request.method == "POST":
        form = await posted(request)
        wrong_person = bool(form.get("who_signs"))
        reason = need(form, "text" if wrong_person else "reason", "Say why, in a few words", 250)
        last = need_day(form, "ends", "Give a date, like 27 3 2027")
        if not wrong_person:
            need(form, "to", "Choose who signs instead")
        if not form.wrong and last is not None:
            mutation: Any
            if wrong_person:
                mutation = api(request).say_stuck(
                    input=SayStuckInput(
                        partyId=form.get("party"),
                        kind=StuckKind.WHO_SIGNS,
                        text=reason,
                        targetOn=last,
                        submissionId=form.get("submission"),
                    ),
                    **call(request),
                )
                status = await press(mutation, form, {"text": "text", "targetOn": "ends_day"}, "text")
            else:
                handed = HandOnInput(partyId=form.get("party"), to=form.get("to"), reason=reason, endsOn=last)
                mutation = api(request).hand_on_signing(input=handed, **call(request))
                names = {"to": "to", "reason": "reason", "endsOn": "ends_day"}
                status = await press(mutation, form, names, "to")
            if not status:
                done_key = "stuck" if wrong_person else "handed"
                return RedirectResponse(_with_done(_party_path(request, "/sign"), done_key), 303)
            return await render(request, "signing/delegate.html", form, status)
    return await render(request, "signing/delegate.html", form)


def _with_done(path: str, key: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}done={key}"


async def take_back(request: Request) -> Response:
    form = await posted(request)
    if form.notice:
        return await render(request, "signing/delegate.html", form)
    status = await press(
        api(request).take_back_signing(input=TakeBackInput(id=form.get("id")), **call(request)), form, {}, "to"
    )
    if status:
        return await render(request, "signing/delegate.html", form, status)
    return RedirectResponse(_with_done(_party_path(request, "/sign"), "back"), 303)


async def advice(request: Request) -> Response:
    form = await posted(request)
    if not form.notice:
        text = need(form, "advice", "Write the advice")
    if form.wrong:
        return await show(request, form)
    given = NoteAdviceInput(partyId=form.get("party"), text=text, adviserName=form.get("adviser"))
    names = {"text": "advice", "adviserName": "adviser"}
    status = await press(api(request).note_advice(input=given, **call(request)), form, names, "advice")
    if status:
        return await show(request, form, status)
    return RedirectResponse(_with_done(_party_path(request, "/sign"), "advice"), 303)


async def leave(request: Request) -> Response:
    """Give notice for one's own organisation."""
    form = Form.blank()
    if request.method == "POST":
        form = await posted(request)
        reason = need(form, "reason", "Say why. The other partners read it")
        first = need_day(form, "leaves", "Give the first day without you, like 27 3 2027")
        if not form.wrong and first is not None:
            given = LeaveAgreementInput(partyId=form.get("party"), leavesOn=first, reason=reason)
            names = {"leavesOn": "leaves_day", "reason": "reason"}
            mutation = api(request).leave_agreement(input=given, **call(request))
            status = await press(mutation, form, names, "reason")
            if not status:
                return to(here(request, "/signing"), "left")
            return await render(request, "signing/leave.html", form, status)
    return await render(request, "signing/leave.html", form)


ROUTES = [
    Route("/isps/{reference}/sign", sign, methods=["GET", "POST"]),
    Route("/isps/{reference}/sign/done", done),
    Route("/isps/{reference}/sign/delegate", delegate, methods=["GET", "POST"]),
    Route("/isps/{reference}/sign/take-back", take_back, methods=["POST"]),
    Route("/isps/{reference}/sign/advice", advice, methods=["POST"]),
    Route("/isps/{reference}/leave", leave, methods=["GET", "POST"]),
]
