"""What the forum's forms share: what is said when their object is gone, and what was typed kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..forms import Form
from ..pages import page
from . import sending
from .errors import dress

TOPIC = "topic-"
FIELDS = 300  # a box for each topic
BODY, TITLE = 20_000, 160  # characters, as the API has them
ENDED = "This was closed or changed meanwhile, so nothing was saved. What you typed is still here to copy."


# What one acts on was closed, hidden or went out of one's reach since the page was made.
attempt = partial(sending.attempt, changed=ENDED, gone=("CONFLICT", "NOT_FOUND", "FORBIDDEN"))


def chosen_topics(form: Form) -> list[str]:
    return [name.removeprefix(TOPIC) for name, value in form.values.items() if name.startswith(TOPIC) and value]


def back(path: str, done: str = "", part: str = "") -> RedirectResponse:
    return RedirectResponse(f"{path}{f'?done={done}' if done else ''}{f'#{part}' if part else ''}", 303)


async def lost(request: Request, form: Form, notice: str, names: Sequence[str], status: int = 409) -> Response:
    """The page on which something was typed is there no more: the words, to be copied. `names`: the fields of words."""
    form.notice = notice
    typed = [(name, form.get(name)) for name in names if form.get(name)]
    return page(request, "community/lost.html", data=await dress(request), form=form, typed=typed, status=status)
