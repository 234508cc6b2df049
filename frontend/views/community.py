"""The front of the community: what is asked, the spaces, and what was reported."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import api, call
from ..client.enums import ThreadKind, ThreadOrder, ThreadsOf
from ..client.input_types import SettleReportInput
from ..forms import Form, posted
from ..pages import page
from ..query import choice, optional, page_number, pages_of, text
from .account import to_sign_in
from .community_forms import attempt, back
from .errors import not_found
from .sending import kept

HOME = "/community"
SIZE, SPACES = 20, 50
SAID = {
    "kept": "Saved. Go on with it when you like: nobody else sees it.",
    "space": "The space is made.",
    "left": "You have left the space.",
    "settled": "Settled. Who reported it is told.",
    "dropped": "What you had begun is gone.",
}
KINDS = (("question", "Questions"), ("help_wanted", "Help wanted"), ("issue", "Issues"), ("success", "Successes"))


async def community(request: Request) -> Response:
    query = {name: text(request, name) for name in ("kind", "topic", "show", "sort")}
    data = await api(request).community(
        kind=choice(ThreadKind, query["kind"]),
        topic=optional(request, "topic"),
        open=True if query["show"] == "waiting" else None,
        of=choice(ThreadsOf, query["show"]),
        order=choice(ThreadOrder, query["sort"]) or ThreadOrder.ACTIVITY,
        page=page_number(request, SIZE),
        **call(request),
    )
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    return page(
        request,
        "community/home.html",
        data=data,
        found=data.threads,
        spaces=data.spaces.items,
        drafts=data.post_drafts.items,
        reports=data.post_reports.total_count,
        kinds=KINDS,
        query=query,
        pages=pages_of(data.threads.total_count, SIZE),
        done=SAID.get(text(request, "done"), ""),
    )


async def spaces(request: Request) -> Response:
    ended = text(request, "ended") == "1"
    data = await api(request).space_list(archived=ended, page=page_number(request, SPACES), **call(request))
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    pages = pages_of(data.spaces.total_count, SPACES)
    return page(request, "community/spaces.html", data=data, found=data.spaces, ended=ended, pages=pages)


async def rules(request: Request) -> Response:
    data = await api(request).chrome(**call(request))
    return page(request, "community/rules.html", data=data)


# -- what was reported -----------------------------------------------------------------------------------
async def reports(request: Request) -> Response:
    """GET: what waits, the oldest first. POST: what came of one of them."""
    form, status = Form.blank(), 200
    if request.method == "POST":
        form = await posted(request)
        if not form.wrong:
            given = SettleReportInput(id=form.get("id"), outcome=form.get("outcome"))
            names = {"outcome": f"outcome-{form.get('id')}"}

            async def send() -> object:
                return await api(request).settle_report(input=given, **call(request))

            status = await attempt(form, send, names, f"outcome-{form.get('id')}")
            if not status:
                return back(f"{HOME}/reports", "settled")
        status = status if status > 200 else 422
    settled = text(request, "settled") == "1"
    data = await api(request).community_reports(open=not settled, page=page_number(request, SIZE), **call(request))
    if not data.viewer.is_signed_in:
        return await kept(request, form) if request.method == "POST" else to_sign_in(request)
    if not data.viewer.is_member:
        return await not_found(request)
    return page(
        request,
        "community/reports.html",
        data=data,
        found=data.post_reports,
        form=form,
        settled=settled,
        pages=pages_of(data.post_reports.total_count, SIZE),
        done=SAID.get(text(request, "done"), ""),
        status=status,
    )


ROUTES = [
    Route("/community", community),
    Route("/community/spaces", spaces),
    Route("/community/rules", rules),
    Route("/community/reports", reports, methods=["GET", "POST"]),
]
