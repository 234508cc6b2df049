"""One change of a draft: what is said when somebody else was quicker, and of buttons beside which nothing is typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.exceptions import HTTPException

from ..forms import Form
from . import sending

CHANGED_MEANWHILE = (
    "Somebody else changed this part while you were writing. Nothing was lost: what you typed is below, and what is "
    "there now is shown with it. Put them together, then press save again."
)

attempt = partial(sending.attempt, changed=CHANGED_MEANWHILE)


async def press(send: Callable[[], Awaitable[object]]) -> bool:
    """Whether it was done; where not, the page that is looked at again shows why. Raises HTTPException 429."""
    status = await attempt(Form.blank(), send, {}, "")
    if status == 429:
        raise HTTPException(status)
    return not status
