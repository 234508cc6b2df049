"""What the forum's forms share: one change sent, and what was typed kept when it is refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..api import code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..forms import SIGNED_OUT, TOO_FAST, Form
from ..pages import here, page
from .errors import dress

TOPIC = "topic-"
FIELDS = 300  # a box for each topic
BODY, TITLE = 20_000, 160  # characters, as the API has them
ENDED = "This was closed or changed meanwhile, so nothing was saved. What you typed is still here to copy."
LEFT_OUT = ("submission", "csrf")


def personal_data(error: GraphQLClientGraphQLMultiError) -> list[str]:
    """What in the words may say who somebody is, in the API's words for the writer; empty for any other refusal."""
    found = [(one.extensions or {}).get("personalData") for one in error.errors]
    return [str(line) for lines in found if isinstance(lines, list) for line in lines]


async def attempt(form: Form, send: Callable[[], Awaitable[object]], names: Mapping[str, str], usual: str) -> int:
    """0 when it was done, else the status of the page that shows the form again: 401, 409, 422 or 429.

    `names`: the API's field to ours; any other message stands beside the field `usual`. Personal data that was found
    comes back in `form.values["found"]`, one a line.
    """
    try:
        await send()
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                form.notice = SIGNED_OUT
                return 401
            case "CONFLICT" | "NOT_FOUND" | "FORBIDDEN":  # closed, hidden or out of one's reach since the page was made
                form.notice = ENDED
                return 409
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
        raise
    return 0


def chosen_topics(form: Form) -> list[str]:
    return [name.removeprefix(TOPIC) for name, value in form.values.items() if name.startswith(TOPIC) and value]


def back(path: str, done: str = "", part: str = "") -> RedirectResponse:
    return RedirectResponse(f"{path}{f'?done={done}' if done else ''}{f'#{part}' if part else ''}", 303)


async def kept(request: Request, form: Form) -> Response:
    """Signed out while typing: no redirect, what was typed stays on the page and can be sent from there."""
    form.notice = SIGNED_OUT
    typed = {name: value for name, value in form.values.items() if name not in LEFT_OUT}
    return page(
        request, "drafting/kept.html", data=await dress(request), form=form, typed=typed, path=here(request), status=401
    )


async def lost(request: Request, form: Form, notice: str, names: Sequence[str], status: int = 409) -> Response:
    """The page on which something was typed is there no more: the words, to be copied. `names`: the fields of words."""
    form.notice = notice
    typed = [(name, form.get(name)) for name in names if form.get(name)]
    return page(request, "community/lost.html", data=await dress(request), form=form, typed=typed, status=status)
