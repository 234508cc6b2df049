"""What waits for the reader: tasks and alerts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call
from ..client.enums import TaskKind
from ..client.input_types import MarkNotificationsReadInput
from ..forms import Form, posted
from ..pages import here, page
from ..query import page_number, text
from ..security import sign_in_url


def to_sign_in(request: Request) -> Response:
    return RedirectResponse(sign_in_url(request.app.state.settings, here(request)), 303)


async def tasks(request: Request) -> Response:
    data = await api(request).tasks(**call(request))
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    return page(
        request,
        "account/tasks.html",
        data=data,
        tasks=data.tasks,
        of=text(request, "of"),
        bodies=bodies,
        grouped=grouped,
        together=together(data.tasks),
    )


TOGETHER = {
    TaskKind.BODY_CHECK: ("/organisation/checks", "Look through several organisations at once"),
    TaskKind.SIGN: ("/signing/several", "Sign several at once"),
}


def together(tasks: Sequence[Any]) -> list[tuple[str, str]]:
    """(path, words) of pages that settle several tasks of a kind at once, where there are several."""
    kinds = [one.kind for one in tasks if one.key.startswith(("body-check:", "sign:"))]
    return [TOGETHER[kind] for kind in TOGETHER if kinds.count(kind) > 1]


def bodies(tasks: Sequence[Any]) -> list[tuple[str, str]]:
    """(slug, name) of the organisations for which there is something to do, by name."""
    found = {one.partner_slug: one.partner_name for one in tasks if one.partner_slug}
    return sorted(found.items(), key=lambda one: one[1].casefold())


def grouped(tasks: Sequence[Any], of: str) -> list[tuple[str, str, list[Any]]]:
    """(slug, name, tasks) by organisation, what belongs to none last; one organisation alone where it is asked for."""
    every = [*bodies(tasks), ("", "")]
    chosen = [one for one in every if one[0] == of] if of and any(slug == of for slug, _ in every) else every
    groups = [(slug, name, [one for one in tasks if one.partner_slug == slug]) for slug, name in chosen]
    return [one for one in groups if one[2]]


async def notifications(request: Request) -> Response:
    data = await api(request).notifications(page=page_number(request, 20), **call(request))
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    form = Form.blank()
    return page(request, "account/notifications.html", data=data, found=data.notifications, form=form)


async def mark_read(request: Request) -> Response:
    form = await posted(request)
    ids = [part for part in form.get("ids").split(",") if part][:100]
    if not form.wrong and ids:
        await api(request).mark_notifications_read(input=MarkNotificationsReadInput(ids=ids), **call(request))
    return RedirectResponse("/notifications", 303)


ROUTES = [
    Route("/tasks", tasks),
    Route("/notifications", notifications),
    Route("/notifications/read", mark_read, methods=["POST"]),
]
