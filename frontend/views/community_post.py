"""One post: changing it, its history, taking it away, files, and reporting it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import api, call
from ..client.input_types import EditPostInput, OfPostInput, RemovePostFileInput, ReportPostInput, StartUploadInput
from ..forms import SIGNED_OUT, Form, posted
from ..pages import page
from .account import to_sign_in
from .community_forms import BODY, ENDED, FIELDS, TITLE, TOPIC, attempt, back, chosen_topics, lost
from .community_thread import ONE, ask_for
from .errors import not_found
from .sending import kept

POST = ONE + "/posts/{post:int}"
PURPOSE = "forum-post"
WORDS = ("title", "body", "reason")  # what is given back to copy where its post is out of reach


def at(found: Any) -> str:
    """The address of a post, which leads to its place in the thread."""
    return f"{found.thread.path}/posts/{found.number}"


async def show(
    request: Request, template: str, data: Any, form: Form | None, *, may: bool, status: int, **context: Any
) -> Response:
    """A page about one post, for who may do what it is for; signed out while typing, what was typed stays."""
    found = data.post
    if not data.viewer.is_signed_in:
        return await kept(request, form) if form is not None else to_sign_in(request)
    if found is None or found.thread is None or not may:
        if form is not None and any(form.get(name) for name in WORDS):
            return await lost(request, form, ENDED, WORDS)
        return await not_found(request)
    form = form or Form.blank()
    return page(request, template, data=data, post=found, form=form, status=status, at=at(found), **context)


async def edit(request: Request) -> Response:
    form, status = None, 200
    data = await ask_for(request)
    found = data.post
    may = found is not None and found.may_change
    if request.method == "POST":
        form = await posted(request, limit=FIELDS)
        if may and found is not None and not form.notice:
            status = await save(request, form, found)
            if not status:
                return back(at(found), "edited")
        status = status if status > 200 else 422
    elif may and found is not None:
        on = {f"{TOPIC}{topic.slug}": "1" for topic in (found.thread.topics if found.thread else [])}
        form = Form.blank(body=found.body, title=found.thread.title if found.thread else "", **on)
    return await show(
        request, "community/edit.html", data, form, may=may, status=status, topics=data.topics, topic=TOPIC
    )


async def save(request: Request, form: Form, found: Any) -> int:
    """0 when it is saved, else the status with which the form is shown again."""
    opening = found.number == 1
    if not form.get("body"):
        form.errors["body"] = "Write what it should say. To take it away, delete it instead"
    elif len(form.get("body")) > BODY:
        form.errors["body"] = f"Make this shorter: {BODY:,} characters at most"
    if opening and not 0 < len(form.get("title")) <= TITLE:
        form.errors["title"] = f"Say it in one line of {TITLE} characters at most"
    if form.wrong:
        return 422

    async def send() -> object:
        given = EditPostInput(
            post=found.id,
            body=form.get("body"),
            title=form.get("title") if opening else None,
            topics=chosen_topics(form) if opening else None,
            checked=bool(form.get("checked")),
            forgetBefore=bool(form.get("forget")),
        )
        return await api(request).edit_post(input=given, **call(request))

    return await attempt(form, send, {"title": "title", "body": "body", "topics": "topics"}, "body")


async def history(request: Request) -> Response:
    data = await ask_for(request)
    may = data.post is not None and data.post.was_edited
    return await show(request, "community/history.html", data, None, may=may, status=200)


async def delete(request: Request) -> Response:
    """GET asks; POST takes it away."""
    data, form, status = await ask_for(request), None, 200
    found = data.post
    may = found is not None and found.may_change
    if request.method == "POST":
        form, status = await posted(request), 422
        if may and found is not None and not form.wrong:

            async def send() -> object:
                return await api(request).delete_post(input=OfPostInput(post=found.id), **call(request))

            status = await attempt(form, send, {}, "delete")
            if not status:
                return back(at(found), "deleted")
    return await show(request, "community/delete.html", data, form, may=may, status=status)


async def report(request: Request) -> Response:
    data, form, status = await ask_for(request), None, 200
    found = data.post
    may = found is not None and found.may_report
    if request.method == "POST":
        form, status = await posted(request), 422
        if not form.get("reason"):
            form.errors["reason"] = "Say what is wrong"
        if may and found is not None and not form.wrong:

            async def send() -> object:
                given = ReportPostInput(post=found.id, reason=form.get("reason"))
                return await api(request).report_post(input=given, **call(request))

            status = await attempt(form, send, {"reason": "reason"}, "reason")
            if not status:
                return back(at(found), "reported")
    return await show(request, "community/report.html", data, form, may=may, status=status)


# -- files -----------------------------------------------------------------------------------------------
async def files(request: Request) -> Response:
    """GET: what a post takes. POST: leave to send, and the field for the files."""
    data, form, upload = await ask_for(request), None, None
    found = data.post
    may = found is not None and found.may_change
    status = 200
    if request.method == "POST":
        form = await posted(request)
        status = 422 if form.wrong else 200
        if may and found is not None and not form.wrong:
            given = StartUploadInput(purpose=PURPOSE, target=found.id)
            upload = (await api(request).start_upload(input=given, **call(request))).start_upload
    return await show(request, "community/files.html", data, form, may=may, status=status, upload=upload)


async def remove_file(request: Request) -> Response:
    data, form = await ask_for(request), await posted(request)
    found = data.post
    if found is None or not found.may_change:
        return await not_found(request)
    if form.wrong:
        return back(at(found))

    async def send() -> object:
        return await api(request).remove_post_file(input=RemovePostFileInput(id=form.get("id")), **call(request))

    status = await attempt(form, send, {}, "id")
    return back(at(found), "" if status or form.notice == SIGNED_OUT else "removed")


ROUTES = [
    Route(f"{POST}/edit", edit, methods=["GET", "POST"]),
    Route(f"{POST}/history", history),
    Route(f"{POST}/delete", delete, methods=["GET", "POST"]),
    Route(f"{POST}/report", report, methods=["GET", "POST"]),
    Route(f"{POST}/files", files, methods=["GET", "POST"]),
    Route(f"{POST}/files/remove", remove_file, methods=["POST"]),
]
