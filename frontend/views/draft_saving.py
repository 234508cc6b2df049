"""One change of a draft: sent, and what was typed kept when it is refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from ..api import code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..forms import SIGNED_OUT, Form
from ..pages import page
from .errors import dress

CHANGED_MEANWHILE = (
    "Somebody else changed this part while you were writing. Nothing was lost: what you typed is below, and what is "
    "there now is shown with it. Put them together, then press save again."
)
LEFT_OUT = ("submission", "revision", "list", "csrf")


async def attempt(form: Form, send: Callable[[], Awaitable[object]], names: Mapping[str, str], usual: str) -> int:
    """0 when it was saved, else the status of the page that shows the form again: 401, 409 or 422.

    `names`: the API's field to ours; a message about any other one stands beside the field `usual`.
    """
    try:
        await send()
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                form.notice = SIGNED_OUT
                return 401
            case "CONFLICT":
                form.notice = CHANGED_MEANWHILE
                form.values["revision"] = ""
                return 409
            case "BAD_USER_INPUT":
                found = field_errors(error)
                form.errors |= {names[key]: text for key, text in found.items() if key in names}
                if not form.errors:
                    text = next(iter(found.values()), "This could not be saved. Look at it and press save again")
                    form.errors[usual] = text
                return 422
        raise
    return 0


async def kept(request: Request, form: Form) -> Response:
    """Signed out while typing: no redirect, what was typed stays on the page and can be sent from there."""
    form.notice = SIGNED_OUT
    typed = {name: value for name, value in form.values.items() if name not in LEFT_OUT}
    return page(request, "drafting/kept.html", data=await dress(request), form=form, typed=typed, status=401)
