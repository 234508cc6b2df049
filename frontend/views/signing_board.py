"""Who waits for whom: the board, progress, reminders, being stuck, sending out, taking back, joining."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import api, call
from ..client.enums import IspPartyRole, StuckKind
from ..client.input_types import (
    AskToJoinInput,
    ChasePartyInput,
    InviteToJoinInput,
    OpenToSignInput,
    RefuseToJoinInput,
    SayStuckInput,
    SendOutInput,
    SignSeveralInput,
    WithdrawInput,
)
from ..forms import Form, posted
from ..pages import page
from ..statuses import key_of
from .errors import absent
from .signing_forms import kept, need, need_day, press, to, told

ROLES = {"both": IspPartyRole.BOTH, "discloser": IspPartyRole.DISCLOSER, "recipient": IspPartyRole.RECIPIENT}
MOST = 200  # fields of the list of many bodies


def reference(request: Request) -> str:
    return str(request.path_params["reference"])


def here(request: Request, end: str = "") -> str:
    return f"/isps/{reference(request)}{end}"


async def board(request: Request) -> Response:
    data = await api(request).signing_board(**call(request))
    if not data.viewer.is_signed_in:
        return await absent(request)
    return page(
        request, "signing/board.html", data=data, board=data.signing_board, form=Form.blank(), told=told(request)
    )


async def several(request: Request) -> Response:
    """One form for the bodies that one person acts for: each is ticked by itself, and only what was opened can be."""
    form = Form.blank()
    status = 0
    if request.method == "POST":
        form = await posted(request, MOST)
        ticked = [name.removeprefix("sign_") for name in form.values if name.startswith("sign_")]
        if not form.notice and not ticked:
            form.errors["items"] = "Tick each organisation that you sign for"
        if not form.notice and not form.get("confirmed"):
            form.errors["confirmed"] = "Tick what you declare"
        if not form.wrong:
            items = [OpenToSignInput(partyId=key, contentHash=form.get(f"hash_{key}")) for key in ticked]
            given = SignSeveralInput(items=items, confirmed=True, submissionId=form.get("submission"))
            mutation = api(request).sign_several(input=given, **call(request))
            status = await press(mutation, form, {"items": "items", "confirmed": "confirmed"}, "items")
            if not status:
                return to("/signing", "signed")
            if status == 401:
                return await kept(request, form)
    data = await api(request).sign_several_form(**call(request))
    if not data.viewer.is_signed_in:
        return await (kept(request, form) if request.method == "POST" else absent(request))
    return page(
        request,
        "signing/several.html",
        data=data,
        rows=data.to_sign,
        form=form,
        status=status or (422 if form.wrong else 200),
    )


async def progress(request: Request, form: Form | None = None, status: int = 200) -> Response:
    data = await api(request).signing_page(reference=reference(request), **call(request))
    if data.isp is None or not data.viewer.is_signed_in:
        return await absent(request)
    return page(
        request,
        "signing/progress.html",
        data=data,
        isp=data.isp,
        versions=data.signing_progress,
        form=form or Form.blank(),
        told=told(request),
        status=status,
    )


async def remind(request: Request) -> Response:
    form = await posted(request)
    if form.notice:
        return await progress(request, form, 422)
    result: list[Any] = []

    async def send() -> None:
        result.append(await api(request).chase_party(input=ChasePartyInput(partyId=form.get("party")), **call(request)))

    status = await press(send(), form, {}, "party")
    back = "/signing" if form.get("from") == "board" else here(request, "/signing")
    if status == 409:
        return to(back, "not-now")
    if status:
        return await progress(request, form, status)
    return to(back, "reminded" if result[0].chase_party.sent else "too-soon")


async def stuck(request: Request) -> Response:
    form = Form.blank(party=request.query_params.get("party", ""))
    status = 200
    if request.method == "POST":
        form = await posted(request)
        text = need(form, "text", "Say what is in the way")
        day = need_day(form, "target", "Give a date, like 27 3 2027")
        need(form, "party", "Choose whose signature it is about")
        if not form.wrong and day is not None:
            given = SayStuckInput(
                partyId=form.get("party"),
                kind=StuckKind.STUCK,
                text=text,
                targetOn=day,
                submissionId=form.get("submission"),
            )
            mutation = api(request).say_stuck(input=given, **call(request))
            status = await press(mutation, form, {"text": "text", "targetOn": "target_day"}, "text")
            if not status:
                return to(here(request, "/signing"), "stuck")
        else:
            status = 422
    data = await api(request).signing_page(reference=reference(request), **call(request))
    if not data.viewer.is_signed_in and request.method == "POST":
        return await kept(request, form)
    if data.isp is None or not data.viewer.is_signed_in:
        return await absent(request)
    parties = [party for one in data.signing_progress for party in one.parties if party.partner]
    return page(request, "signing/stuck.html", data=data, isp=data.isp, parties=parties, form=form, status=status)


async def send_out(request: Request) -> Response:
    """Before: what is missing, who will be asked, what happens. The press carries the draft that was shown."""
    form = Form.blank()
    status = 200
    if request.method == "POST":
        form = await posted(request)
        day = need_day(form, "cut_off", "Give a date, like 27 3 2027") if form.get("needs_cut_off") else None
        if form.wrong:
            status = 422
        else:
            given = SendOutInput(reference=reference(request), contentHash=form.get("hash"), cutOffOn=day)
            mutation = api(request).send_out_version(input=given, **call(request))
            status = await press(mutation, form, {"cutOffOn": "cut_off_day"}, "hash")
            if not status:
                return to(here(request, "/signing"), "sent")
    data = await api(request).send_out_form(reference=reference(request), **call(request))
    if not data.viewer.is_signed_in and request.method == "POST":
        return await kept(request, form)
    if data.isp is None or data.sending_out is None:
        return await absent(request)
    return page(
        request, "signing/send_out.html", data=data, isp=data.isp, draft=data.sending_out, form=form, status=status
    )


async def withdraw(request: Request) -> Response:
    form = Form.blank()
    status = 200
    if request.method == "POST":
        form = await posted(request)
        reason = need(form, "reason", "Say what must change", 250)
        status = 422
        if not form.wrong:
            given = WithdrawInput(reference=reference(request), reason=reason)
            status = await press(
                api(request).withdraw_version(input=given, **call(request)), form, {"reason": "reason"}, "reason"
            )
            if not status:
                return to("/signing", "withdrawn")
    data = await api(request).signing_page(reference=reference(request), **call(request))
    if not data.viewer.is_signed_in and request.method == "POST":
        return await kept(request, form)
    out = next((one for one in data.signing_progress if key_of(one.state) == "out_for_signature"), None)
    if data.isp is None or out is None or not out.may_handle:
        return await absent(request)
    return page(request, "signing/withdraw.html", data=data, isp=data.isp, version=out, form=form, status=status)


async def join(request: Request) -> Response:
    """Ask for one's own organisation, or invite another: what the reader may do stands on the page."""
    form = Form.blank()
    status = 200
    if request.method == "POST":
        form = await posted(request)
        asks = form.get("act") == "ask"
        status = 422
        who = need(form, "partner" if asks else "invited", "Choose the organisation", 200)
        reason = need(form, "reason", "Say why you want to join") if asks else ""
        like = "" if asks else need(form, "like", "Choose the party whose law fits this body too")
        if not asks and form.get("role") not in ROLES:
            form.errors["role"] = "Choose whether it gives, receives, or both"
        if not form.wrong:
            mutation: Any
            if asks:
                asked = AskToJoinInput(
                    reference=reference(request), partner=who, reason=reason, submissionId=form.get("submission")
                )
                mutation = api(request).ask_to_join(input=asked, **call(request))
            else:
                invited = InviteToJoinInput(
                    reference=reference(request),
                    partner=who.lower(),
                    likePartyId=like,
                    role=ROLES[form.get("role")],
                    submissionId=form.get("submission"),
                )
                mutation = api(request).invite_to_join(input=invited, **call(request))
            names = {"partner": "partner" if asks else "invited", "likeParty": "like", "role": "role"}
            status = await press(mutation, form, {**names, "reason": "reason"}, names["partner"])
            if not status:
                return to(here(request, "/join" if asks else "/signing"), "asked" if asks else "invited")
    return await show_joining(request, form, status)


async def show_joining(request: Request, form: Form, status: int) -> Response:
    data = await api(request).joining_form(reference=reference(request), **call(request))
    if not data.viewer.is_signed_in and request.method == "POST":
        return await kept(request, form)
    if data.isp is None or data.joining is None:
        return await absent(request)
    return page(
        request,
        "signing/join.html",
        data=data,
        isp=data.isp,
        joining=data.joining,
        form=form,
        told=told(request),
        status=status,
    )


async def refuse(request: Request) -> Response:
    form = await posted(request)
    because = need(form, "because", "Say why not", 250)
    if form.wrong:
        return await show_joining(request, form, 422)
    given = RefuseToJoinInput(id=form.get("id"), because=because)
    mutation = api(request).refuse_to_join(input=given, **call(request))
    status = await press(mutation, form, {"because": "because"}, "because")
    if status:
        return await show_joining(request, form, status)
    return to(here(request, "/join"), "refused")


ROUTES = [
    Route("/signing", board),
    Route("/signing/several", several, methods=["GET", "POST"]),
    Route("/isps/{reference}/signing", progress),
    Route("/isps/{reference}/signing/remind", remind, methods=["POST"]),
    Route("/isps/{reference}/signing/stuck", stuck, methods=["GET", "POST"]),
    Route("/isps/{reference}/send-out", send_out, methods=["GET", "POST"]),
    Route("/isps/{reference}/withdraw", withdraw, methods=["GET", "POST"]),
    Route("/isps/{reference}/join", join, methods=["GET", "POST"]),
    Route("/isps/{reference}/join/refuse", refuse, methods=["POST"]),
]
