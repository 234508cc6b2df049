"""“I want to share information”: three plain questions, open to everyone, that land with the core team."""

from __future__ import annotations

import hmac
import re
from hashlib import sha256
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call
from ..client import GraphQLClientGraphQLMultiError
from ..client.input_types import AskForHelpInput
from ..forms import Form
from ..pages import page
from .errors import dress
from .open_forms import name_what_is_wrong, note_refusal, taken

FIELDS = ("what", "whom", "why", "name", "email", "organisation")
MISSING = {
    "what": "Say what you want to share, or get",
    "whom": "Say with whom. A guess is fine",
    "why": "Say what it would make better",
    "name": "Give your name, so that we know whom to answer",
    "email": "Give an e-mail address for the answer, like name@organisation.org.uk",
}


def check(form: Form) -> None:
    """Name what is missing before the API is asked."""
    name_what_is_wrong(form, MISSING, dict.fromkeys(FIELDS, 2000))


async def ask(request: Request) -> Response:
    status = 200
    form = Form.blank()
    if request.method == "POST":
        form, answer, status = await taken(request, check, send)
        if answer is not None:
            return answer
    data = await dress(request)
    viewer = getattr(data, "viewer", None)
    if request.method == "GET":
        form.values["what"] = request.query_params.get("what", "")[:2000]
        if viewer is not None and viewer.is_signed_in:
            organisation = viewer.acting_for.name if viewer.acting_for else ""
            form.values |= {"name": viewer.name or "", "email": viewer.email or "", "organisation": organisation}
    return page(request, "ask/ask.html", data=data, form=form, status=status)


async def send(request: Request, form: Form) -> Response | None:
    """A redirect to the confirmation when it was saved; otherwise form says why not."""
    fields = {name: form.get(name) for name in FIELDS}
    try:
        saved = await api(request).ask_for_help(
            input=AskForHelpInput(submissionId=form.get("submission"), **fields), **call(request)
        )
    except GraphQLClientGraphQLMultiError as error:
        note_refusal(form, error, dict(zip(FIELDS, FIELDS, strict=True)), "what")
        return None
    if saved.ask_for_help is None:
        raise HTTPException(503)
    number = saved.ask_for_help.number
    references = [isp.reference for isp in saved.ask_for_help.may_already_cover]
    return RedirectResponse(f"/ask/{number}/sent?{ticket(request, number, references)}", 303)


def seal(request: Request, number: int, references: list[str]) -> str:
    text = f"ask.{number}.{','.join(references)}".encode()
    return hmac.new(request.app.state.settings.secret, text, sha256).hexdigest()[:24]


def ticket(request: Request, number: int, references: list[str]) -> str:
    return f"may={','.join(references)}&key={seal(request, number, references)}"


async def sent(request: Request) -> Response:
    """The confirmation. A sender who is not signed in has no case to read back, so the number and the agreements
    that may already cover it travel in the address under a seal; their titles are read from the API as this reader."""
    number = request.path_params["number"]
    references = [r for r in request.query_params.get("may", "").split(",") if re.fullmatch(r"ISP-\d{4,}", r)][:5]
    if not hmac.compare_digest(seal(request, number, references), request.query_params.get("key", "")):
        raise HTTPException(404)
    found: list[Any] = []
    data: Any = None
    for reference in references:
        data = await api(request).isp_card(reference=reference, **call(request))
        if data.isp is not None:
            found.append(data.isp)
    if data is None:
        data = await dress(request)
    return page(request, "ask/sent.html", data=data, number=number, found=found)


ROUTES = [Route("/ask", ask, methods=["GET", "POST"]), Route("/ask/{number:int}/sent", sent)]
