"""One thread: reading it, replying, saying what answered it, thanking, following."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call
from ..client.input_types import FollowInput, MarkAnswerInput, ReplyInput, ThankInput
from ..forms import Form, posted
from ..pages import page
from ..query import page_number, pages_of, text
from .account import to_sign_in
from .community_ask import keep
from .community_forms import BODY, ENDED, FIELDS, attempt, back, lost
from .errors import not_found
from .sending import kept

CHANGED = "This was closed or changed meanwhile, so nothing was done. The page shows how it stands now."
SIZE = 50  # replies on a page
THREAD = "/community/threads"
SAID = {
    "asked": "Posted. You can add a file, change it or delete it below.",
    "replied": "Your reply is posted.",
    "edited": "Changed. What it said before can be read under “Edited”.",
    "deleted": "Deleted. That there was a post stays to be seen, its words are gone.",
    "answered": "Marked as the answer. It now stands first, and who wrote it is told.",
    "not_answered": "It is not marked as answered any more.",
    "thanked": "They see that it helped.",
    "not_thanked": "Your thanks are taken back.",
    "followed": "You hear of replies from now on.",
    "not_followed": "You hear no more of replies.",
    "reported": "Thank you. A moderator looks at it and tells you what came of it. Nobody else sees who reported it.",
    "removed": "The file is gone.",
    "moderated": "Done. The author is told why.",
    "kept": "Your reply is saved. Nobody else sees it until you post it.",
}


def address(request: Request) -> str:
    return f"{THREAD}/{request.path_params['number']}"


async def thread(request: Request) -> Response:
    """GET: the thread. POST: a reply, or keep it for later."""
    form, number = None, request.path_params["number"]
    status = 200
    if request.method == "POST":
        form = await posted(request, limit=FIELDS)
        if not form.notice:
            answer = await reply(request, form)
            if answer is not None:
                return answer
        status = 422
    return await show(request, form, number, status)


async def reply(request: Request, form: Form) -> Response | None:
    """A redirect to the reply when it is posted; otherwise form says why not."""
    number, path = request.path_params["number"], ""
    if form.get("later"):
        if await keep(request, form, f"thread:{number}"):
            return back(address(request), "kept", "reply")
        form.notice = "This could not be kept just now. It is still here: try again, or copy it somewhere safe."
        return None
    if not form.get("body"):
        form.errors["body"] = "Write your reply"
    elif len(form.get("body")) > BODY:
        form.errors["body"] = f"Make this shorter: {BODY:,} characters at most"
    if form.wrong:
        return None

    async def send() -> None:
        nonlocal path
        given = ReplyInput(
            submissionId=form.get("submission"),
            thread=number,
            body=form.get("body"),
            isAnonymous=bool(form.get("anonymous")),
            follow=bool(form.get("follow")),
            checked=bool(form.get("checked")),
        )
        sent = await api(request).reply_to_thread(input=given, **call(request))
        path = sent.reply_to_thread.post.path if sent.reply_to_thread and sent.reply_to_thread.post else ""

    status = await attempt(form, send, {"body": "body"}, "body")
    return None if status else back(path or address(request), "replied")


async def show(request: Request, form: Form | None, number: int, status: int, pressed: str = "") -> Response:
    """The thread; `pressed` says why a button without words did nothing, and leaves the reply box as it was."""
    upload = text(request, "upload")
    data = await api(request).community_thread(
        number=number,
        place=f"thread:{number}",
        page=page_number(request, SIZE),
        upload=upload if upload.isdigit() else "0",
        uploaded=upload.isdigit(),
        **call(request),
    )
    found = data.thread
    if found is None or not data.viewer.is_signed_in:
        if form is not None and not data.viewer.is_signed_in:
            return await kept(request, form)
        if form is not None and form.get("body"):
            return await lost(request, form, ENDED, ("body",))
        return await not_found(request) if data.viewer.is_signed_in else to_sign_in(request)
    if pressed:
        form = None
    if found.merged_into is not None and form is None:
        return RedirectResponse(found.merged_into.path, 303)
    shown = form or start(found, data.post_draft)
    shown.notice = pressed or shown.notice
    return page(
        request,
        "community/thread.html",
        data=data,
        thread=found,
        replies=data.posts.items,
        form=shown,
        draft=data.post_draft if form is None else None,
        sent=data.upload_result.files if upload.isdigit() and data.upload_result else [],
        pages=pages_of(data.posts.total_count, SIZE),
        done=SAID.get(text(request, "done"), ""),
        status=status,
    )


def start(found: Any, draft: Any) -> Form:
    """The reply box at first: what was begun. A person without a name to peers stays so until they say otherwise."""
    form = Form.blank(follow="1", anonymous="1" if found.you_are_anonymous else "")
    if draft is not None:
        form.values |= {"follow": "", "anonymous": ""} | {one.name: one.value for one in draft.values}
    return form


async def post(request: Request) -> Response:
    """The address of one post leads to its place in the thread, whatever page that is on."""
    data = await ask_for(request)
    if data.post is None or data.post.thread is None:
        return await not_found(request) if data.viewer.is_signed_in else to_sign_in(request)
    found, path = data.post, data.post.thread.path
    number = 1 if found.number == 1 or found.is_answer else found.replies_before // SIZE + 1
    query = [f"page={number}"] if number > 1 else []
    query += [f"done={text(request, 'done')}"] if text(request, "done") in SAID else []
    return RedirectResponse(f"{path}{'?' if query else ''}{'&'.join(query)}#post-{found.number}", 303)


async def ask_for(request: Request) -> Any:
    """The post at an address, with its thread."""
    number, one = request.path_params["number"], request.path_params["post"]
    return await api(request).community_post(number=number, post=one, **call(request))


# -- one press -------------------------------------------------------------------------------------------
async def press(request: Request, send: Any, done: str, path: str) -> Response:
    """A button without anything typed: done, or the thread with why not; signed out, the button again."""
    form = await posted(request)
    status = 422 if form.wrong else await attempt(form, lambda: send(form), {}, "press")
    if not status:
        return back(path, done)
    why = form.notice if form.notice != ENDED else CHANGED
    return await show(request, form, request.path_params["number"], status, pressed=why or form.errors["press"])


async def follow(request: Request) -> Response:
    stop = "stop" in request.query_params

    async def send(form: Form) -> object:
        given = FollowInput(thread=request.path_params["number"], follow=not stop)
        return await api(request).follow_thread(input=given, **call(request))

    return await press(request, send, "not_followed" if stop else "followed", address(request))


async def answer(request: Request) -> Response:
    """Which reply answered it; without one, that none did."""
    undo = "undo" in request.query_params

    async def send(form: Form) -> object:
        given = MarkAnswerInput(thread=request.path_params["number"], post=None if undo else form.get("post"))
        return await api(request).mark_answer(input=given, **call(request))

    return await press(request, send, "not_answered" if undo else "answered", address(request))


async def thank(request: Request) -> Response:
    undo = "undo" in request.query_params

    async def send(form: Form) -> object:
        given = ThankInput(post=form.get("post"), thanks=not undo)
        return await api(request).thank_for_post(input=given, **call(request))

    path = f"{address(request)}/posts/{request.path_params['post']}"
    return await press(request, send, "not_thanked" if undo else "thanked", path)


ONE = THREAD + "/{number:int}"
ROUTES = [
    Route(ONE, thread, methods=["GET", "POST"]),
    Route(f"{ONE}/follow", follow, methods=["POST"]),
    Route(f"{ONE}/answer", answer, methods=["POST"]),
    Route(f"{ONE}/posts/{{post:int}}", post),
    Route(f"{ONE}/posts/{{post:int}}/thank", thank, methods=["POST"]),
]
