"""One space: what is in it, coming in, its people, making one, and ending it with its purpose."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call
from ..client.enums import SpaceKind, SpacePersonAct, ThreadKind
from ..client.input_types import (
    AddToSpaceInput,
    AskToEnterInput,
    ChangeSpaceInput,
    EndSpaceInput,
    MakeSpaceInput,
    OfSpaceInput,
    ParkTopicInput,
    SpacePersonInput,
)
from ..forms import Form, posted
from ..pages import page
from ..query import choice, page_number, pages_of, text
from .account import to_sign_in
from .community import KINDS, SIZE
from .community_forms import attempt, back
from .errors import not_found
from .sending import kept

SPACES = "/community/spaces"
SAID = {
    "joined": "You are in. You read and write here from now on.",
    "asked": "The owners are told that you asked. You hear from them.",
    "taken_back": "Done. You are not in this space.",
    "changed": "Saved.",
    "person": "Done. Who it is about is told.",
    "ended": "The space has ended. It can still be read.",
    "reopened": "The space goes on.",
}
Send = Callable[[], Awaitable[object]]


def address(request: Request) -> str:
    return f"{SPACES}/{request.path_params['slug']}"


async def read(request: Request) -> Any:
    query = {"kind": text(request, "kind"), "show": text(request, "show")}
    return await api(request).community_space(
        slug=request.path_params["slug"],
        kind=choice(ThreadKind, query["kind"]),
        open=True if query["show"] == "waiting" else None,
        page=page_number(request, SIZE),
        **call(request),
    )


async def show(
    request: Request, template: str, form: Form | None, *, may: Callable[[Any], bool], status: int = 200, **context: Any
) -> Response:
    """A page about one space, for who may do what it is for."""
    data = await read(request)
    if not data.viewer.is_signed_in:
        return await kept(request, form) if form is not None else to_sign_in(request)
    if data.space is None or not may(data.space):
        return await not_found(request)
    return page(
        request,
        template,
        data=data,
        space=data.space,
        found=data.threads,
        kinds=KINDS,
        query={"kind": text(request, "kind"), "show": text(request, "show")},
        pages=pages_of(data.threads.total_count, SIZE),
        form=form or Form.blank(),
        done=SAID.get(text(request, "done"), ""),
        status=status,
        **context,
    )


async def space(request: Request) -> Response:
    return await show(request, "community/space.html", None, may=lambda _: True)


async def people(request: Request) -> Response:
    """GET: who is in it. POST: what an owner does about one of them, or somebody new."""
    form, status = None, 200
    if request.method == "POST":
        form = await posted(request)
        if not form.notice:
            status = await (add(request, form) if form.get("email") or form.get("add") else act(request, form))
            if not status:
                return back(f"{address(request)}/people", "person")
        status = status if status > 200 else 422
    return await show(
        request, "community/people.html", form, may=lambda one: one.people_count is not None or one.may_keep,
        status=status,
    )  # fmt: skip


async def act(request: Request, form: Form) -> int:
    wanted, key = choice(SpacePersonAct, form.get("act")), form.get("id")
    if wanted is None:
        raise HTTPException(400)
    given = SpacePersonInput(id=key, act=wanted, reason=form.get("reason") or None)
    field = f"reason-{key}"

    async def send() -> object:
        return await api(request).change_space_person(input=given, **call(request))

    status = await attempt(form, send, {"reason": field}, field)
    if status == 409:
        form.notice = "This space needs another owner first, so nothing was changed. Name one, then try again."
    return status


async def add(request: Request, form: Form) -> int:
    given = AddToSpaceInput(
        space=request.path_params["slug"], email=form.get("email"), asOwner=bool(form.get("as_owner"))
    )

    async def send() -> object:
        return await api(request).add_to_space(input=given, **call(request))

    return await attempt(form, send, {"email": "email", "user": "email"}, "email")


async def enter(request: Request) -> Response:
    """Come in, or ask the owners."""
    form = await posted(request)
    slug = request.path_params["slug"]
    why = form.get("why")[:400] or None

    async def send() -> None:
        if form.get("ask"):
            await api(request).ask_to_enter_space(input=AskToEnterInput(space=slug, why=why), **call(request))
        else:
            await api(request).join_space(input=OfSpaceInput(space=slug), **call(request))

    status = 422 if form.wrong else await attempt(form, send, {"why": "why"}, "why")
    if not status:
        return back(address(request), "asked" if form.get("ask") else "joined")
    return await show(request, "community/space.html", form, may=lambda _: True, status=status)


async def leave(request: Request) -> Response:
    """GET says what it means; POST leaves."""
    form, status = None, 200
    if request.method == "POST":
        form, status = await posted(request), 422
        if not form.wrong:

            async def send() -> object:
                given = OfSpaceInput(space=request.path_params["slug"])
                return await api(request).leave_space(input=given, **call(request))

            status = await attempt(form, send, {}, "leave")
            if not status:
                return RedirectResponse("/community?done=left", 303)
            if status == 409:
                form.notice = "You are needed as an owner. Name another owner first, then leave."
    return await show(request, "community/leave.html", form, may=lambda one: one.you_are.value != "OUT", status=status)


# -- keeping one -----------------------------------------------------------------------------------------
async def make(request: Request) -> Response:
    """GET: what a space needs. POST: make it."""
    form, status, path = Form.blank(kind="open"), 200, ""
    if request.method == "POST":
        form, status = await posted(request), 422
        kind = choice(SpaceKind, form.get("kind"))
        needed(form, name="Give the space a name", purpose="Say in a sentence what it is for")
        if kind is None:
            form.errors["kind"] = "Choose who may read and write"
        if form.has_day("ends") and form.day("ends") is None:
            form.errors["ends"] = "Give a date like 31 3 2027"
        if kind is not None and not form.wrong:

            async def send() -> None:
                nonlocal path
                given = MakeSpaceInput(
                    name=form.get("name"),
                    purpose=form.get("purpose"),
                    kind=kind,
                    owners=form.get("owners").replace(",", "\n").split("\n"),
                    isChathamHouse=bool(form.get("chatham")),
                    endsOn=form.day("ends"),
                )
                made = await api(request).make_space(input=given, **call(request))
                # Who makes a confidential one is not in it, and does not see it any more.
                path = made.make_space.space.path if made.make_space and made.make_space.space else ""

            names = {name: name for name in ("name", "purpose", "kind", "owners")} | {"endsOn": "ends"}
            status = await attempt(form, send, names, "name")
            if not status:
                return RedirectResponse(f"{path or '/community'}?done={'changed' if path else 'space'}", 303)
    data = await api(request).chrome(**call(request))
    if not data.viewer.is_signed_in:
        return await kept(request, form) if request.method == "POST" else to_sign_in(request)
    if not data.viewer.is_editor:
        return await not_found(request)
    return page(request, "community/make.html", data=data, form=form, status=status)


def needed(form: Form, **words: str) -> None:
    for name, message in words.items():
        if not form.get(name):
            form.errors[name] = message


async def manage(request: Request) -> Response:
    """GET: how it is set. POST: other words, or its end."""
    form, status, slug = None, 200, request.path_params["slug"]
    if request.method == "POST":
        form, status, done = await posted(request), 422, "changed"
        names = {name: name for name in ("name", "purpose", "because")} | {"endsOn": "ends"}
        if form.get("end") or form.get("reopen"):
            done = "reopened" if form.get("reopen") else "ended"
            if form.get("end"):
                needed(form, because="Say why it ends. Everybody who reads it sees this")
        else:
            needed(form, name="Give the space a name", purpose="Say in a sentence what it is for")
            if form.has_day("ends") and form.day("ends") is None:
                form.errors["ends"] = "Give a date like 31 3 2027"
        if not form.wrong:
            usual = "because" if form.get("end") else "name"
            status = await attempt(form, change(request, form, slug), names, usual)
            if not status:
                return back(address(request), done)
    return await show(request, "community/manage.html", form, may=lambda one: one.may_keep, status=status)


def change(request: Request, form: Form, slug: str) -> Send:
    async def send() -> object:
        if form.get("end") or form.get("reopen"):
            ending = EndSpaceInput(space=slug, because=form.get("because"), reopen=bool(form.get("reopen")))
            return await api(request).end_space(input=ending, **call(request))
        given = ChangeSpaceInput(
            space=slug,
            name=form.get("name"),
            purpose=form.get("purpose"),
            isChathamHouse=bool(form.get("chatham")),
            endsOn=form.day("ends"),
            noEnd=not form.has_day("ends"),
        )
        return await api(request).change_space(input=given, **call(request))

    return send


async def park(request: Request) -> Response:
    """A topic that crowds out others gets a space of its own. GET says what moves; POST moves it."""
    form, status, path = None, 200, ""
    if request.method == "POST":
        form, status = await posted(request), 422
        needed(
            form, topic="Choose the topic", name="Give the new space a name", purpose="Say what it is for",
            reason="Say why. Those who began the threads are told",
        )  # fmt: skip
        if not form.wrong:

            async def send() -> None:
                nonlocal path
                words = {name: form.get(name) for name in ("topic", "name", "purpose", "reason")}
                given = ParkTopicInput(space=request.path_params["slug"], **words)
                parked = await api(request).park_topic(input=given, **call(request))
                path = parked.park_topic.space.path if parked.park_topic and parked.park_topic.space else ""

            names = {name: name for name in ("topic", "name", "purpose", "reason")}
            status = await attempt(form, send, names, "topic")
            if not status:
                return RedirectResponse(f"{path or '/community'}?done=changed", 303)
    return await show(request, "community/park.html", form, may=lambda one: one.may_moderate, status=status)


ONE = SPACES + "/{slug}"
ROUTES = [
    Route(f"{SPACES}/new", make, methods=["GET", "POST"]),
    Route(ONE, space),
    Route(f"{ONE}/enter", enter, methods=["POST"]),
    Route(f"{ONE}/leave", leave, methods=["GET", "POST"]),
    Route(f"{ONE}/people", people, methods=["GET", "POST"]),
    Route(f"{ONE}/manage", manage, methods=["GET", "POST"]),
    Route(f"{ONE}/park", park, methods=["GET", "POST"]),
]
