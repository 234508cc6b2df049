"""Forms that visitors may send too: what is missing is named before the API is asked, and what was typed stays."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from ..api import code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..forms import TOO_FAST, Form, posted

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def name_what_is_wrong(form: Form, missing: Mapping[str, str], longest: Mapping[str, int]) -> None:
    """`missing`: what to say of each field that must be filled in; `longest`: the most characters of each field."""
    for name, message in missing.items():
        if not form.get(name):
            form.errors[name] = message
    if form.get("email") and not EMAIL.fullmatch(form.get("email")):
        form.errors["email"] = missing["email"]
    for name, most in longest.items():
        if len(form.get(name)) > most:
            form.errors[name] = f"Make this shorter: {most:,} characters at most"


async def taken(
    request: Request, check: Callable[[Form], None], send: Callable[[Request, Form], Awaitable[Response | None]]
) -> tuple[Form, Response | None, int]:
    """(form, where to go on, status) of a form that was sent. `send` answers None where it was refused: the page then
    shows the form again, with that status."""
    form = await posted(request)
    if not form.notice:
        check(form)
    if not form.wrong and (answer := await send(request, form)) is not None:
        return form, answer, answer.status_code
    return form, None, 429 if form.notice == TOO_FAST else 422


def note_refusal(form: Form, error: GraphQLClientGraphQLMultiError, names: Mapping[str, str], usual: str) -> None:
    """What the API said goes beside its field: `names` has its name for a field -> the form's. What it says of no
    field that the form has stands beside `usual`. Raises the error again where it is no refusal of the words."""
    match code(error):
        case "BAD_USER_INPUT":
            found = {names[key]: words for key, words in field_errors(error).items() if key in names}
            form.errors |= found or {usual: "This could not be saved. Check it and press the button again"}
        case "RATE_LIMITED":
            form.notice = TOO_FAST
        case _:
            raise error
