"""“Another format”: something that somebody cannot read, asked for in a form that they can. It lands with the core team
as a request for help, which has its own page, answers and dates."""

from __future__ import annotations

import hmac

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call
from ..client import GraphQLClientGraphQLMultiError
from ..client.input_types import AskForHelpInput
from ..forms import Form
from ..pages import page
from ..query import text
from .ask import seal
from .errors import dress
from .open_forms import name_what_is_wrong, note_refusal, taken

FORMATS = (
    ("large-print", "Large print"),
    ("easy-read", "Easy read"),
    ("document", "A document that my software can read"),
    ("recording", "A recording"),
    ("braille", "Braille"),
    ("other", "Something else"),
)
MISSING = {
    "of": "Say what you need",
    "format": "Choose a format",
    "name": "Give your name, so that we know whom to answer",
    "email": "Give an e-mail address for the answer, like name@organisation.org.uk",
}
NAMES = {"what": "of", "why": "more", "whom": "format", "name": "name", "email": "email"}  # the API's -> the form's
MARK = "Another format"


def check(form: Form) -> None:
    name_what_is_wrong(form, MISSING, dict.fromkeys(("of", "more", "name"), 1000))
    if form.get("format") not in dict(FORMATS):
        form.errors["format"] = MISSING["format"]


async def ask_format(request: Request) -> Response:
    """GET asks, with what `of` names already filled in; POST sends it."""
    form, status = Form.blank(of=text(request, "of")), 200
    if request.method == "POST":
        form, answer, status = await taken(request, check, send)
        if answer is not None:
            return answer
    data = await dress(request)
    viewer = getattr(data, "viewer", None)
    if request.method == "GET" and viewer is not None and viewer.is_signed_in:
        form.values |= {"name": viewer.name or "", "email": viewer.email or ""}
    return page(request, "about/format.html", data=data, form=form, formats=FORMATS, status=status)


async def send(request: Request, form: Form) -> Response | None:
    """A redirect to the confirmation when it was saved; otherwise form says why not."""
    wanted = dict(FORMATS)[form.get("format")]
    asked = AskForHelpInput(
        submissionId=form.get("submission"),
        what=f"{MARK}: {form.get('of')}",
        whom=f"{wanted}, from the core team",
        why=form.get("more") or "So that I can read it.",
        name=form.get("name"),
        email=form.get("email"),
        organisation="",
    )
    try:
        saved = await api(request).ask_for_help(input=asked, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        note_refusal(form, error, NAMES, "of")
        return None
    if saved.ask_for_help is None:
        raise HTTPException(503)
    number = saved.ask_for_help.number
    return RedirectResponse(f"/accessibility/format/{number}/sent?key={seal(request, number, [])}", 303)


async def format_sent(request: Request) -> Response:
    number = request.path_params["number"]
    if not hmac.compare_digest(seal(request, number, []), request.query_params.get("key", "")):
        raise HTTPException(404)
    return page(request, "about/format_sent.html", data=await dress(request), number=number)


ROUTES = [
    Route("/accessibility/format", ask_format, methods=["GET", "POST"]),
    Route("/accessibility/format/{number:int}/sent", format_sent),
]
