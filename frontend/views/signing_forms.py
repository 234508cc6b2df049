"""What the forms of signing share: one press, its answer, and a form that comes back as it was typed."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..api import code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..forms import SIGNED_OUT, TOO_FAST, Form
from ..pages import page
from .errors import dress

OTHER_TEXT = (
    "Nothing was saved. The text was changed or withdrawn, or somebody else decided meanwhile. "
    "What stands below is how it is now: read it again."
)
NOT_ALLOWED = (
    "Nothing was saved. Either this is not yours to do, or you have to sign in with your second factor first: "
    "open your account, then come back and press again."
)
# What a page says after a press, by a key in the address. Never text from the address itself.
DONE: Mapping[str, str] = {
    "sent": "It is out for signature. Each partner’s approver has been told.",
    "withdrawn": "It is withdrawn. Open a new draft to change its words.",
    "reminded": "A reminder is on its way.",
    "too-soon": "Nobody was written to: they had a reminder in the last three days.",
    "not-now": "Nobody was written to: this partner has decided, or nobody is named there.",
    "stuck": "The core team has your question, with the date by which you need it.",
    "paper": "The signatures are recorded.",
    "corrected": "The record is corrected. The old one is kept, with your reason.",
    "handed": "It is handed on. You can still sign it yourself.",
    "back": "It is with you again.",
    "advice": "The advice is noted.",
    "asked": "You have asked to join. The lead partner answers.",
    "invited": "The partner is asked to sign its own part.",
    "refused": "The partner is told why not.",
    "left": "Notice is given. The other partners are told.",
    "signed": "Signed for each organisation that you ticked.",
}


def told(request: Request) -> str:
    return DONE.get(request.query_params.get("done", ""), "")


async def press(mutation: Awaitable[Any], form: Form, names: Mapping[str, str], first: str) -> int:
    """Run one mutation. 0 when it was done; else the status of the page that comes back, with `form` saying why.

    `names`: the API's field names and ours; what fits none stands beside `first`.
    """
    try:
        await mutation
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                form.notice = SIGNED_OUT
                return 401
            case "CONFLICT":
                form.notice = OTHER_TEXT
                return 409
            case "FORBIDDEN":
                form.notice = NOT_ALLOWED
                return 403
            case "RATE_LIMITED":
                form.notice = TOO_FAST
                return 429
            case "BAD_USER_INPUT":
                found = {names[key]: text for key, text in field_errors(error).items() if key in names}
                other = next(iter(details(error, "missing")), "") or next(iter(field_errors(error).values()), "")
                form.errors |= found or {first: other or "This could not be saved. Look at your answers"}
                return 422
        raise
    return 0


def details(error: GraphQLClientGraphQLMultiError, name: str) -> Any:
    """What the API says beside the message: `missing` is a list of sentences, `rows` {party: {field: [texts]}}."""
    for one in error.errors:
        found = (one.extensions or {}).get(name)
        if found:
            return found
    return []


async def kept(request: Request, form: Form) -> Response:
    """Signed out while typing: no redirect, every word stays on the page."""
    form.notice = form.notice or SIGNED_OUT
    values = {name: value for name, value in form.values.items() if name != "submission"}
    return page(request, "signing/kept.html", data=await dress(request), form=form, values=values, status=401)


def to(path: str, done: str) -> Response:
    return RedirectResponse(f"{path}?done={done}", 303)


def need_day(form: Form, name: str, text: str) -> date | None:
    found = form.day(name)
    if found is None:
        form.errors[f"{name}_day"] = text
    return found


def need(form: Form, name: str, text: str, most: int = 2000) -> str:
    value = form.get(name)
    if not value:
        form.errors[name] = text
    elif len(value) > most:
        form.errors[name] = f"Make this shorter: {most:,} characters at most"
    return value
