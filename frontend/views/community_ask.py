"""Asking: what others found already stands between writing and posting, and what is begun is kept."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call, code
from ..client import GraphQLClientGraphQLMultiError
from ..client.enums import ThreadKind
from ..client.input_types import DropPostDraftInput, PostDraftValueInput, PostThreadInput, SavePostDraftInput
from ..forms import Form, posted
from ..pages import page
from ..query import choice, text
from .account import to_sign_in
from .community_forms import BODY, FIELDS, TITLE, TOPIC, attempt, back, chosen_topics

ASK, NEW = "/community/ask", "new"
NAMES = {"title": "title", "body": "body", "kind": "kind", "topics": "topics", "space": "space"}
NOT_KEPT = ("submission", "csrf", "looked", "checked", "later", "found", "place", "change")


def check(form: Form) -> None:
    """Name what is missing before the API is asked."""
    if not form.get("title"):
        form.errors["title"] = "Say in one line what you want to know, or to tell"
    elif len(form.get("title")) > TITLE:
        form.errors["title"] = f"Make this line shorter: {TITLE} characters at most"
    if not form.get("body"):
        form.errors["body"] = "Tell a little more, so that others can answer"
    elif len(form.get("body")) > BODY:
        form.errors["body"] = f"Make this shorter: {BODY:,} characters at most"
    if choice(ThreadKind, form.get("kind")) is None:
        form.errors["kind"] = "Choose what it is"
    if len(chosen_topics(form)) > 5:
        form.errors["topics"] = "Choose five topics at most"


async def ask(request: Request) -> Response:
    """GET: the form, with what was begun. POST: look for answers first, then post, or keep it for later."""
    form, status, found = Form.blank(kind="question", follow="1"), 200, None
    if request.method == "POST":
        form = await posted(request, limit=FIELDS)
        if form.get("later") and not form.notice:
            answer = await later(request, form)
            if answer is not None:
                return answer
        elif not form.notice and not form.get("change"):
            check(form)
            if not form.wrong and not form.get("looked"):
                found = await look(request, form)
            if not form.wrong and found is None:
                answer = await post(request, form)
                if answer is not None:
                    return answer
        status = 422 if form.wrong else 200
    data = await api(request).community_ask(text="", looking=False, **call(request))
    if not data.viewer.is_signed_in and request.method == "GET":
        return to_sign_in(request)
    if not data.viewer.is_signed_in:
        status = 401
    draft = data.post_draft if request.method == "GET" else None
    if request.method == "GET":
        begin(request, form, draft)
    spaces = [space for space in data.spaces.items if space.may_write]
    context = {"spaces": spaces, "topics": data.topics, "draft": draft, "topic": TOPIC}
    template = "community/ask_found.html" if found is not None and not form.wrong else "community/ask.html"
    return page(request, template, data=data, form=form, found=found or [], status=status, **context)


def begin(request: Request, form: Form, draft: Any) -> None:
    """What the form holds at first: what was begun, else what the address says."""
    if draft is not None:
        form.values.pop("follow", None)
        form.values |= {one.name: one.value for one in draft.values}
        return
    kind = choice(ThreadKind, text(request, "kind"))
    form.values |= {"title": text(request, "title", TITLE), "space": text(request, "space")}
    if kind is not None:
        form.values["kind"] = kind.value.lower()


async def look(request: Request, form: Form) -> list[Any] | None:
    """What is here already; None where there is nothing, or the search cannot say: then nothing stands in the way.

    What was written is kept meanwhile, so that reading an answer loses nothing.
    """
    try:
        data = await api(request).community_ask(text=form.get("title"), looking=True, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        if code(error) != "BAD_USER_INPUT":
            raise
        return None
    if data.search is None or not data.search.items:
        return None
    await keep(request, form, NEW)
    return list(data.search.items)


async def post(request: Request, form: Form) -> Response | None:
    """A redirect to the thread when it is posted; otherwise form says why not."""
    kind = choice(ThreadKind, form.get("kind"))
    path = ""

    async def send() -> None:
        nonlocal path
        given = PostThreadInput(
            submissionId=form.get("submission"),
            title=form.get("title"),
            body=form.get("body"),
            space=form.get("space") or None,
            kind=kind or ThreadKind.QUESTION,
            topics=chosen_topics(form),
            isAnonymous=bool(form.get("anonymous")),
            follow=bool(form.get("follow")),
            checked=bool(form.get("checked")),
        )
        posted_ = await api(request).post_thread(input=given, **call(request))
        path = posted_.post_thread.thread.path if posted_.post_thread and posted_.post_thread.thread else "/community"

    status = await attempt(form, send, NAMES, "body")
    return None if status else back(path, "asked")


# -- what was begun --------------------------------------------------------------------------------------
async def keep(request: Request, form: Form, place: str) -> bool:
    """Whether it is kept. One that cannot be kept just now is still on the page."""
    values = [
        PostDraftValueInput(name=name, value=value)
        for name, value in form.values.items()
        if name not in NOT_KEPT and value and len(name) <= 40
    ]
    try:
        given = SavePostDraftInput(place=place, values=values[:30])
        await api(request).save_post_draft(input=given, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        if code(error) not in ("UNAUTHENTICATED", "BAD_USER_INPUT", "NOT_FOUND", "RATE_LIMITED"):
            raise
        return False
    return True


async def later(request: Request, form: Form) -> Response | None:
    if await keep(request, form, NEW):
        return RedirectResponse("/community?done=kept", 303)
    form.notice = "This could not be kept just now. It is still here: try again, or copy it somewhere safe."
    return None


async def autosave(request: Request) -> JSONResponse:
    """What app.js sends while somebody types: 200 when it is kept, 409 when the page should keep it itself."""
    form = await posted(request, limit=FIELDS)
    place = form.get("place")
    done = not form.notice and bool(place) and await keep(request, form, place)
    return JSONResponse({"kept": done}, 200 if done else 409, {"Cache-Control": "no-store"})


async def drop(request: Request) -> Response:
    """Start afresh. What is gone already is gone."""
    form = await posted(request, limit=FIELDS)
    place = form.get("place")
    thread = place.removeprefix("thread:")
    target = f"/community/threads/{thread}" if thread != place and thread.isdigit() else ASK
    if not form.wrong and place:
        await api(request).drop_post_draft(input=DropPostDraftInput(place=place), **call(request))
    return RedirectResponse(target, 303)


ROUTES = [
    Route("/community/ask", ask, methods=["GET", "POST"]),
    Route("/community/draft", autosave, methods=["POST"]),
    Route("/community/draft/drop", drop, methods=["POST"]),
]
