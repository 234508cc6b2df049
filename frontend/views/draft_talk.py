"""Comments on a part of a draft, and asking another partner for its view."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import query
from ..api import api, call, code
from ..client import GraphQLClientGraphQLMultiError
from ..client.enums import PeerReviewView
from ..client.input_types import (
    AddDraftCommentInput,
    AskPeerReviewInput,
    GivePeerViewInput,
    ResolveDraftCommentInput,
    StopPeerReviewInput,
)
from ..forms import Form, posted
from ..pages import page
from .draft_saving import attempt, press
from .drafts import said
from .errors import absent
from .sending import kept


async def comments(request: Request) -> Response:
    """GET: what was said about one part. POST: say something, or answer."""
    reference, key = request.path_params["reference"], request.path_params["step"]
    form, status = Form.blank(), 200
    if request.method == "POST":
        form = await posted(request)
        status = 422 if form.notice else await add(request, form)
        if not status:
            return RedirectResponse(f"/drafts/{reference}/comments/{key}?done=comment", 303)
    data = await _whole(request, form)
    if isinstance(data, Response):
        return data
    step = next((step for step in data.draft.steps if step.key == key), None)
    if step is None:
        raise HTTPException(404)
    threads = [thread for thread in data.draft.comments if thread.step == key]
    return page(
        request,
        "drafting/comments.html",
        data=data,
        draft=data.draft,
        step=step,
        threads=threads,
        form=form,
        said=said(request),
        status=status,
    )


async def _whole(request: Request, form: Form) -> Any:
    """The draft as a whole, or the response that stands for its absence."""
    try:
        data = await api(request).draft_read_page(reference=request.path_params["reference"], **call(request))
    except GraphQLClientGraphQLMultiError as error:
        if request.method == "POST" and code(error) == "UNAUTHENTICATED":
            return await kept(request, form)
        raise
    if data.draft is None:
        return await kept(request, form) if request.method == "POST" and form.wrong else await absent(request)
    return data


async def add(request: Request, form: Form) -> int:
    wanted = AddDraftCommentInput(
        reference=request.path_params["reference"],
        submissionId=form.get("submission"),
        step=request.path_params["step"],
        text=form.get("text"),
        quote=form.get("quote"),
        thread=form.get("thread") or None,
    )
    client, more = api(request), call(request)
    names = {"text": "text", "quote": "quote"}
    return await attempt(form, lambda: client.add_draft_comment(input=wanted, **more), names, "text")


async def resolve(request: Request) -> Response:
    form = await posted(request)
    reference, key = request.path_params["reference"], request.path_params["step"]
    back = f"/drafts/{reference}/comments/{key}"
    if form.wrong:
        return RedirectResponse(back, 303)
    done = form.get("resolved") == "1"
    client, more = api(request), call(request)
    wanted = ResolveDraftCommentInput(id=form.get("id"), resolved=done)
    pressed = await press(lambda: client.resolve_draft_comment(input=wanted, **more))
    return RedirectResponse(f"{back}?done={'resolved' if done else 'reopened'}" if pressed else back, 303)


async def views(request: Request) -> Response:
    """GET: who was asked, and what they said. POST: ask somebody."""
    reference = request.path_params["reference"]
    form, status = Form.blank(), 200
    if request.method == "POST":
        form = await posted(request)
        status = 422 if form.notice else await ask(request, form)
        if not status:
            return RedirectResponse(f"/drafts/{reference}/ask?done=asked", 303)
    find = form.get("find") or query.text(request, "find")
    try:
        data = await api(request).draft_views_page(reference=reference, find=find, finding=bool(find), **call(request))
    except GraphQLClientGraphQLMultiError as error:
        if request.method == "POST" and code(error) == "UNAUTHENTICATED":
            return await kept(request, form)
        raise
    if data.draft is None:
        return await kept(request, form) if status == 401 else await absent(request)
    if not data.draft.can_write:
        raise HTTPException(404)
    return page(
        request,
        "drafting/views.html",
        data=data,
        draft=data.draft,
        found=data.partners,
        find=find,
        form=form,
        said=said(request),
        status=status,
    )


async def ask(request: Request, form: Form) -> int:
    day = form.day("by")
    if day is None:
        form.errors["by_day"] = "Say by when, like 27 3 2028"
        return 422
    wanted = AskPeerReviewInput(
        reference=request.path_params["reference"],
        partner=form.get("partner"),
        email=form.get("email"),
        answerBy=day,
        message=form.get("message"),
    )
    client, more = api(request), call(request)
    names = {"partner": "partner", "email": "email", "answerBy": "by_day", "message": "message"}
    return await attempt(form, lambda: client.ask_peer_review(input=wanted, **more), names, "partner")


async def stop(request: Request) -> Response:
    form = await posted(request)
    back = f"/drafts/{request.path_params['reference']}/ask"
    if form.wrong:
        return RedirectResponse(back, 303)
    client, more = api(request), call(request)
    wanted = StopPeerReviewInput(id=form.get("id"))
    pressed = await press(lambda: client.stop_peer_review(input=wanted, **more))
    return RedirectResponse(f"{back}?done=stopped" if pressed else back, 303)


async def view(request: Request) -> Response:
    """One's own view: fine, or see my comments."""
    reference = request.path_params["reference"]
    form, status = Form.blank(), 200
    if request.method == "POST":
        form = await posted(request)
        status = 422 if form.notice else await give(request, form)
        if not status:
            return RedirectResponse(f"/drafts/{reference}/read?done=view", 303)
    data = await _whole(request, form)
    if isinstance(data, Response):
        return data
    if data.draft.own_review is None:
        raise HTTPException(404)
    asked = data.draft.asked
    if request.method == "GET" and asked is not None and asked.view is not None:
        form.values |= {"view": asked.view.value, "note": asked.note}
    form.values["id"] = data.draft.own_review.id
    return page(request, "drafting/view.html", data=data, draft=data.draft, form=form, status=status)


async def give(request: Request, form: Form) -> int:
    chosen = query.choice(PeerReviewView, form.get("view"))
    if chosen is None:
        form.errors["view"] = "Choose one"
        return 422
    client, more = api(request), call(request)
    wanted = GivePeerViewInput(id=form.get("id"), view=chosen, note=form.get("note"))
    return await attempt(form, lambda: client.give_peer_view(input=wanted, **more), {"note": "note"}, "view")


ROUTES = [
    Route("/drafts/{reference}/comments/{step}", comments, methods=["GET", "POST"]),
    Route("/drafts/{reference}/comments/{step}/resolve", resolve, methods=["POST"]),
    Route("/drafts/{reference}/ask", views, methods=["GET", "POST"]),
    Route("/drafts/{reference}/ask/stop", stop, methods=["POST"]),
    Route("/drafts/{reference}/view", view, methods=["GET", "POST"]),
]
