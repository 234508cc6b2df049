"""One amendment notice: what changes, from when, who objects; and for those concerned to object, answer, withdraw."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import words
from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..client.input_types import (
    AnswerObjectionInput,
    ObjectToAmendmentInput,
    TakeBackObjectionInput,
    WithdrawAmendmentInput,
)
from ..forms import SIGNED_OUT, Form, posted
from ..pages import page
from .errors import absent, dress

TOO_LATE = "This changed while you were reading. Nothing was saved: look at the notice again below."
NEEDED = {
    "object": {"reason": "Say why: those who look after the agreement answer it"},
    "answer": {"answer": "Say what you agreed, or why the notice stays"},
    "withdraw": {"why": "Say why: every partner reads it"},
    "take-back": {},
}


async def notice(request: Request) -> Response:
    return await show(request)


async def show(request: Request, form: Form | None = None, act: str = "", status: int = 422) -> Response:
    reference, number = request.path_params["reference"], request.path_params["number"]
    data = await api(request).amendment_page(reference=reference, number=number, **call(request))
    if form is not None and not data.viewer.is_signed_in:
        return await signed_out(request, form)
    if data.amendment is None or data.amendment.isp is None:
        return await absent(request)
    found = data.amendment
    said = {one.partner.slug for one in found.objections if one.partner and one.taken_back_on is None}
    mine = {partner.slug for partner in found.may_object_for}
    return page(
        request,
        "amendments/notice.html",
        data=data,
        notice=found,
        isp=found.isp,
        to_object=[partner for partner in found.may_object_for if partner.slug not in said],
        mine=mine,
        is_open=found.withdrawn_on is None and words.today() <= found.object_until,
        form=form or Form.blank(),
        act=act,
        status=status if form is not None and form.wrong else 200,
    )


async def signed_out(request: Request, form: Form) -> Response:
    form.notice = SIGNED_OUT
    return page(request, "reviews/kept.html", data=await dress(request), form=form, status=401)


Send = Callable[[Request, Form], Awaitable[Any]]


def act(name: str, send: Send) -> Callable[[Request], Awaitable[Response]]:
    """A form of the page: what is missing is said, the API is asked, and the page is read again."""

    async def view(request: Request) -> Response:
        form = await posted(request)
        needed = {} if form.notice else NEEDED[name]
        form.errors |= {field: text for field, text in needed.items() if not form.get(field)}
        if name == "object" and not form.notice and not form.get("partner"):
            form.errors["partner"] = "Choose for whom you object"
        if form.wrong:
            return await show(request, form, name)
        try:
            await send(request, form)
        except GraphQLClientGraphQLMultiError as error:
            match code(error):
                case "UNAUTHENTICATED":
                    return await signed_out(request, form)
                case "CONFLICT":
                    form.notice = TOO_LATE
                    return await show(request, form, name, 409)
                case "BAD_USER_INPUT":
                    found = field_errors(error)
                    names = {"reason": "why" if name == "withdraw" else "reason"}
                    form.errors |= {names.get(key, key): text for key, text in found.items()}
                    return await show(request, form, name)
            raise
        reference, number = request.path_params["reference"], request.path_params["number"]
        return RedirectResponse(f"/isps/{reference}/amendments/{number}", 303)

    return view


async def send_objection(request: Request, form: Form) -> None:
    given = ObjectToAmendmentInput(
        reference=request.path_params["reference"],
        number=request.path_params["number"],
        partner=form.get("partner"),
        reason=form.get("reason"),
    )
    await api(request).object_to_amendment(input=given, **call(request))


async def send_taking_back(request: Request, form: Form) -> None:
    await api(request).take_back_objection(input=TakeBackObjectionInput(id=form.get("id")), **call(request))


async def send_answer(request: Request, form: Form) -> None:
    given = AnswerObjectionInput(id=form.get("id"), answer=form.get("answer"))
    await api(request).answer_objection(input=given, **call(request))


async def send_withdrawal(request: Request, form: Form) -> None:
    given = WithdrawAmendmentInput(
        reference=request.path_params["reference"], number=request.path_params["number"], reason=form.get("why")
    )
    await api(request).withdraw_amendment(input=given, **call(request))


HERE = "/isps/{reference}/amendments/{number:int}"
ROUTES = [
    Route(HERE, notice),
    Route(HERE + "/object", act("object", send_objection), methods=["POST"]),
    Route(HERE + "/take-back", act("take-back", send_taking_back), methods=["POST"]),
    Route(HERE + "/answer", act("answer", send_answer), methods=["POST"]),
    Route(HERE + "/withdraw", act("withdraw", send_withdrawal), methods=["POST"]),
]
