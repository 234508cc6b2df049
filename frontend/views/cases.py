"""A request for help as its asker sees it: what was said, a word back, what came of it, and asking other members."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import query
from ..api import api, call
from ..client.enums import FollowUpResult
from ..client.input_types import (
    AnswerCaseFollowUpInput,
    AnswerKeyedFollowUpInput,
    AskMembersAboutCaseInput,
    ReplyToCaseInput,
    ReplyToKeyedCaseInput,
)
from ..forms import Form, posted
from ..pages import page
from .account import to_sign_in
from .community_forms import attempt, back, lost
from .errors import absent, not_found
from .sending import kept

SAID = {"sent": "Sent. The core team has it.", "told": "Thank you. We have noted what came of it."}
RESULTS = (
    (FollowUpResult.HAPPENED, "Yes, it is shared now"),
    (FollowUpResult.PARTLY, "Partly"),
    (FollowUpResult.NOT_YET, "Not yet, and we need more help"),
    (FollowUpResult.NOT_NEEDED, "It is no longer needed"),
)
PLACES = {"text": "text", "result": "result", "words": "words"}
KEY_ENDED = (
    "The link to this request does not work any more, so nothing was sent. What you typed is still here to copy. "
    "Use the link of our latest e-mail, or ask again."
)
WRITE = "Write something"


def said(request: Request) -> str:
    return SAID.get(query.text(request, "done"), "")


async def case(request: Request) -> Response:
    """GET: the request and its conversation. POST: a word back, or what came of it."""
    number, form, status = request.path_params["number"], Form.blank(), 200
    if request.method == "POST":
        form = await posted(request)
        status = 422 if form.notice else await act(request, form, number)
        if not status:
            return back(f"/ask/{number}", "told" if form.get("tell") else "sent")
        if status == 401:
            return await kept(request, form)
    data = await api(request).support_case(number=number, **call(request))
    found = data.support_case
    if found is None:
        return await absent(request) if request.method == "GET" else await not_found(request)
    waits = found.is_own and any(one.answered_at is None for one in found.follow_ups)
    context: dict[str, Any] = {"case": found, "waits": waits, "results": RESULTS, "done": said(request)}
    return page(request, "ask/case.html", data=data, form=form, status=status, **context)


async def act(request: Request, form: Form, number: int) -> int:
    """0 when it was done, else the status with which the page comes back."""
    if form.get("tell"):
        result = query.choice(FollowUpResult, form.get("result"))
        if result is None:
            form.errors["result"] = "Choose what came of it"
            return 422
        told = AnswerCaseFollowUpInput(number=number, result=result, words=form.get("words"))
        return await attempt(
            form, lambda: api(request).answer_case_follow_up(input=told, **call(request)), PLACES, "result"
        )
    if not form.get("text"):
        form.errors["text"] = WRITE
        return 422
    word = ReplyToCaseInput(number=number, text=form.get("text"), submissionId=form.get("submission"))
    return await attempt(form, lambda: api(request).reply_to_case(input=word, **call(request)), PLACES, "text")


async def keyed(request: Request) -> Response:
    """The same for an asker without an account, by the key in our mail. Opening it changes nothing."""
    key, form, status = request.path_params["key"], Form.blank(), 200
    if request.method == "POST":
        form = await posted(request)
        status = 422 if form.notice else await act_by_key(request, form, key)
        if not status:
            return back(f"/ask/key/{key}", "told" if form.get("tell") else "sent")
    data = await api(request).keyed_case(key=key, **call(request))
    if data.keyed_case is None:
        if form.get("text") or form.get("words"):
            return await lost(request, form, KEY_ENDED, ("text", "words"), 404)
        return page(request, "ask/no_key.html", data=data, status=404)
    found = data.keyed_case
    context: dict[str, Any] = {"case": found, "results": RESULTS, "done": said(request), "key": key}
    context["waits"] = found.asks_what_came_of_it
    return page(request, "ask/keyed.html", data=data, form=form, status=status, **context)


async def act_by_key(request: Request, form: Form, key: str) -> int:
    if form.get("tell"):
        result = query.choice(FollowUpResult, form.get("result"))
        if result is None:
            form.errors["result"] = "Choose what came of it"
            return 422
        told = AnswerKeyedFollowUpInput(key=key, result=result, words=form.get("words"))
        return await attempt(
            form, lambda: api(request).answer_keyed_follow_up(input=told, **call(request)), PLACES, "result"
        )
    if not form.get("text"):
        form.errors["text"] = WRITE
        return 422
    word = ReplyToKeyedCaseInput(key=key, text=form.get("text"), submissionId=form.get("submission"))
    return await attempt(form, lambda: api(request).reply_to_keyed_case(input=word, **call(request)), PLACES, "text")


async def members(request: Request) -> Response:
    """GET: what other members would read, to be changed first. POST: ask them. The asker's own press alone."""
    number, form, status = request.path_params["number"], Form.blank(), 200
    if request.method == "POST":
        form = await posted(request)
        made: list[int] = []

        async def send() -> None:
            wanted = AskMembersAboutCaseInput(
                number=number,
                submissionId=form.get("submission"),
                title=form.get("title"),
                body=form.get("body"),
                isAnonymous=bool(form.get("anonymous")),
                checked=bool(form.get("checked")),
            )
            answer = await api(request).ask_members_about_case(input=wanted, **call(request))
            if answer.ask_members_about_case is not None:
                made.append(answer.ask_members_about_case.thread_number)

        status = 422 if form.notice else await attempt(form, send, {"title": "title", "body": "body"}, "body")
        if not status:
            if not made:
                raise HTTPException(503)
            return RedirectResponse(f"/community/threads/{made[0]}", 303)
        if status == 401:
            return await kept(request, form)
    data = await api(request).support_case(number=number, **call(request))
    found = data.support_case
    if found is None and not data.viewer.is_signed_in and request.method == "GET":
        return to_sign_in(request)
    if found is None or not found.is_own:
        return await not_found(request)
    if request.method == "GET":
        form.values |= {
            "title": found.what.strip().partition("\n")[0][:120],
            "body": f"{found.what.strip()}\n\nWhat it would make better: {found.why.strip()}",
            "anonymous": "1",
        }
    return page(request, "ask/members.html", data=data, case=found, form=form, number=number, status=status)


ROUTES = [
    Route("/ask/key/{key}", keyed, methods=["GET", "POST"]),
    Route("/ask/{number:int}", case, methods=["GET", "POST"]),
    Route("/ask/{number:int}/members", members, methods=["GET", "POST"]),
]
