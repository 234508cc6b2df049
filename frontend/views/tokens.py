"""API tokens of one's organisation: the list, making one, its use, a new secret, taking over and revoking."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call
from ..client.input_types import MakeTokenInput, RenewTokenInput, TokenInput
from ..forms import SIGNED_OUT, Form, posted
from ..pages import page
from ..query import text
from .account import to_sign_in
from .community_forms import attempt
from .errors import absent
from .sending import kept

LIST = "/organisation/tokens"
SCOPE = "scope-"
USUAL = ("read:content", "read:register")  # enough for saved queries
SAID = {
    "already": "This token was made already, and its secret was shown then. If you did not keep it, change the secret.",
    "taken": "You look after this token now.",
    "revoked": "The token is revoked. What used it gets nothing any more.",
}
NAMES = {"name": "name", "scopes": "scopes", "days": "days", "networks": "networks"}


async def tokens(request: Request) -> Response:
    data = await api(request).token_list(**call(request))
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    done = SAID.get(text(request, "done"), "")
    return page(request, "tools/tokens.html", data=data, ours=data.our_tools, done=done)


async def new(request: Request) -> Response:
    """GET: the form. POST: make it, and show its secret on this very answer: it is in no address and no session."""
    form, status = Form.blank(days="365", **{f"{SCOPE}{scope}": "1" for scope in USUAL}), 200
    if request.method == "POST":
        form = await posted(request)
        status = 422 if form.notice else await make(request, form)
        if not status:
            return made(request, form)
        if form.notice == SIGNED_OUT:
            return await kept(request, form)
    data = await api(request).token_form(**call(request))
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    return page(request, "tools/token_new.html", data=data, ours=data.our_tools, form=form, status=status)


async def make(request: Request, form: Form) -> int:
    """0 when it was made, with `made_id`, `made_name` and `made_text` in the form's values; else the status to show."""
    scopes = sorted(name.removeprefix(SCOPE) for name in form.values if name.startswith(SCOPE))
    if not form.get("name"):
        form.errors["name"] = "Give it a name"
    if not scopes:
        form.errors["scopes"] = "Choose what it may read"
    if not 1 <= form.number("days") <= 365:
        form.errors["days"] = "Choose 1 to 365 days"
    if form.wrong:
        return 422
    networks = [part for line in form.get("networks").splitlines() for part in line.replace(",", " ").split()]
    wanted = MakeTokenInput(
        submissionId=form.get("submission"),
        name=form.get("name"),
        purpose=form.get("purpose"),
        scopes=scopes,
        days=form.number("days"),
        networks=networks,
    )

    async def send() -> None:
        answer = await api(request).make_token(input=wanted, **call(request))
        if answer.make_token is not None:
            keep(form, answer.make_token)

    return await attempt(form, send, NAMES, "name")


def keep(form: Form, answer: Any) -> None:
    form.values |= {"made_id": answer.token.id if answer.token else "", "made_text": answer.text or ""}
    form.values["made_name"] = answer.token.name if answer.token else ""


def made(request: Request, form: Form) -> Response:
    """The one page that shows a secret. Not kept by any browser, and no other address leads to it."""
    if not form.get("made_text"):
        return RedirectResponse(f"{LIST}/{form.get('made_id')}?done=already", 303)
    secret = form.get("made_text").split("_", 2)[2]
    response = page(request, "tools/token_made.html", form=form, secret=secret)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


async def one(request: Request) -> Response:
    data = await api(request).token_page(id=str(request.path_params["id"]), **call(request))
    if data.our_token is None:
        return await absent(request)
    done = SAID.get(text(request, "done"), "")
    return page(request, "tools/token.html", data=data, token=data.our_token, form=Form.blank(), done=done)


async def renew(request: Request) -> Response:
    """GET asks; POST makes the new secret and shows it on its own answer."""
    form, status, pk = Form.blank(days="365"), 200, str(request.path_params["id"])
    if request.method == "POST":
        form = await posted(request)
        days = form.number("days")
        if not 1 <= days <= 365:
            form.errors["days"] = "Choose 1 to 365 days"
        status = 422 if form.wrong else await attempt(form, lambda: renewed(request, form, pk, days), NAMES, "days")
        if not status:
            return made(request, form)
        if form.notice == SIGNED_OUT:
            return await kept(request, form)
    data = await api(request).token_page(id=pk, **call(request))
    if data.our_token is None:
        return await absent(request)
    return page(request, "tools/token_renew.html", data=data, token=data.our_token, form=form, status=status)


async def renewed(request: Request, form: Form, pk: str, days: int) -> None:
    answer = await api(request).renew_token(input=RenewTokenInput(id=pk, days=days), **call(request))
    if answer.renew_token is not None:
        keep(form, answer.renew_token)


async def take(request: Request) -> Response:
    form, pk = await posted(request), str(request.path_params["id"])
    wanted = TokenInput(id=pk)
    if form.wrong or await attempt(form, lambda: api(request).take_over_token(input=wanted, **call(request)), {}, ""):
        return RedirectResponse(f"{LIST}/{pk}", 303)
    return RedirectResponse(f"{LIST}/{pk}?done=taken", 303)


async def revoke(request: Request) -> Response:
    """GET asks; POST revokes. Pressed twice it is revoked once."""
    form, status, pk = Form.blank(), 200, str(request.path_params["id"])
    if request.method == "POST":
        form, wanted = await posted(request), TokenInput(id=pk)
        status = 422
        if not form.wrong:
            status = await attempt(form, lambda: api(request).revoke_token(input=wanted, **call(request)), {}, "")
        if not status:
            return RedirectResponse(f"{LIST}?done=revoked", 303)
        if form.notice == SIGNED_OUT:
            return await kept(request, form)
    data = await api(request).token_page(id=pk, **call(request))
    if data.our_token is None:
        return await absent(request)
    return page(request, "tools/token_revoke.html", data=data, token=data.our_token, form=form, status=status)


ROUTES = [
    Route(LIST, tokens),
    Route(f"{LIST}/new", new, methods=["GET", "POST"]),
    Route(f"{LIST}/{{id:int}}", one),
    Route(f"{LIST}/{{id:int}}/renew", renew, methods=["GET", "POST"]),
    Route(f"{LIST}/{{id:int}}/take", take, methods=["POST"]),
    Route(f"{LIST}/{{id:int}}/revoke", revoke, methods=["GET", "POST"]),
]
