"""One change sent to the API, and what was typed kept when it is refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping

from starlette.requests import Request
from starlette.responses import Response

from ..api import code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..forms import SIGNED_OUT, TOO_FAST, Form
from ..pages import here, page
from .errors import dress

LEFT_OUT = ("submission", "revision", "csrf")  # the page that keeps what was typed has them anyway


def personal_data(error: GraphQLClientGraphQLMultiError) -> list[str]:
    """What in the words may say who somebody is, in the API's words for the writer; empty for any other refusal."""
    found = [(one.extensions or {}).get("personalData") for one in error.errors]
    return [str(line) for lines in found if isinstance(lines, list) for line in lines]


async def attempt(
    form: Form,
    send: Callable[[], Awaitable[object]],
    names: Mapping[str, str],
    usual: str,
    *,
    changed: str,
    gone: Collection[str] = ("CONFLICT",),
) -> int:
    """0 when it was done, else the status of the page that shows the form again: 401, 409, 422 or 429.

    `names`: the API's field to ours; any other message stands beside the field `usual`. `changed` is said where the
    API answers one of the codes `gone`. Personal data that was found comes back in `form.values["found"]`, one a line.
    """
    try:
        await send()
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                form.notice = SIGNED_OUT
                return 401
            case "RATE_LIMITED":
                form.notice = TOO_FAST
                return 429
            case "BAD_USER_INPUT":
                form.values["found"] = "\n".join(personal_data(error))
                told = field_errors(error)
                form.errors |= {names[key]: words for key, words in told.items() if key in names}
                if not form.errors:
                    form.errors[usual] = next(iter(told.values()), "Look at this again, then press the button again")
                return 422
            case other if other in gone:
                form.notice = changed
                form.values["revision"] = ""  # the page puts in the one that is there now
                return 409
        raise
    return 0


async def kept(request: Request, form: Form) -> Response:
    """Signed out while typing: no redirect, what was typed stays on the page and can be sent from there."""
    form.notice = SIGNED_OUT
    typed = {name: value for name, value in form.values.items() if name not in LEFT_OUT}
    return page(
        request, "drafting/kept.html", data=await dress(request), form=form, typed=typed, path=here(request), status=401
    )
