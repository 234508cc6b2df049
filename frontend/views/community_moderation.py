"""What moderators and the owners of a space do with threads and posts: each with a reason that the author reads."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import api, call
from ..client.enums import ThreadAct
from ..client.input_types import ModeratePostInput, ModerateThreadInput
from ..forms import Form, posted, whole_number
from ..pages import page
from ..query import choice
from .account import to_sign_in
from .community_forms import attempt, back
from .community_post import POST, at, show
from .community_thread import ONE, ask_for
from .errors import not_found
from .sending import kept

THREAD_IN = re.compile(r"/threads/([0-9]{1,9})(?:[/?#]|$)")


async def moderate(request: Request) -> Response:
    """GET: what can be done with the thread. POST: one of it."""
    form, status, number = None, 200, request.path_params["number"]
    if request.method == "POST":
        form, status = await posted(request), 422
        act = choice(ThreadAct, form.get("act"))
        if act is None:
            form.errors["act"] = "Choose what to do"
        if not form.get("reason"):
            form.errors["reason"] = "Say why. The author is told"
        if act is not None and not form.wrong:
            path = f"/community/threads/{number}"

            async def send() -> None:
                given = ModerateThreadInput(
                    thread=number,
                    act=act,
                    reason=form.get("reason"),
                    space=form.get("space") or None,
                    into=thread_number(form.get("into")) or None,
                )
                await api(request).moderate_thread(input=given, **call(request))

            status = await attempt(form, send, {name: name for name in ("reason", "space", "into")}, "reason")
            if not status:
                return back(path, "moderated")
    data = await api(request).moderate_thread_form(number=number, **call(request))
    found = data.thread
    if not data.viewer.is_signed_in:
        return await kept(request, form) if form is not None else to_sign_in(request)
    if found is None or not found.may_moderate:
        return await not_found(request)
    spaces = [
        space for space in data.spaces.items if space.may_moderate and found.space and space.slug != found.space.slug
    ]
    return page(
        request,
        "community/moderate.html",
        data=data,
        thread=found,
        spaces=spaces,
        form=form or Form.blank(),
        status=status,
    )


def thread_number(text: str) -> int:
    """The number that was typed, or the one in a pasted address of a thread or of a post in it; 0 for anything else."""
    found = THREAD_IN.search(text)
    return whole_number(found[1] if found else text)


async def moderate_post(request: Request) -> Response:
    """GET: the post, and why. POST: hide it, or show it again."""
    data, form, status = await ask_for(request), None, 200
    found: Any = data.post
    may = found is not None and found.may_moderate and not found.is_deleted
    if request.method == "POST":
        form, status = await posted(request), 422
        if not form.get("reason"):
            form.errors["reason"] = "Say why. The author is told"
        if may and not form.wrong:

            async def send() -> object:
                given = ModeratePostInput(post=found.id, hide=not found.is_hidden, reason=form.get("reason"))
                return await api(request).moderate_post(input=given, **call(request))

            status = await attempt(form, send, {"reason": "reason"}, "reason")
            if not status:
                return back(at(found), "moderated")
    return await show(request, "community/moderate_post.html", data, form, may=may, status=status)


ROUTES = [
    Route(f"{ONE}/moderate", moderate, methods=["GET", "POST"]),
    Route(f"{POST}/moderate", moderate_post, methods=["GET", "POST"]),
]
