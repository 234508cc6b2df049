"""Drafts: the list, beginning one, the task list of one, what helps, reading it whole, and what is still missing."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import query
from ..api import api, call, code
from ..client import GraphQLClientGraphQLMultiError
from ..client.input_types import StartDraftInput, StartNextVersionInput
from ..forms import SIGNED_OUT, Form, posted, whole_number
from ..pages import page
from .account import to_sign_in
from .draft_saving import attempt
from .errors import absent

SAID = {
    "saved": "Saved.",
    "asked": "Asked. The person gets an e-mail and can read the draft now.",
    "stopped": "They are no longer asked and no longer read the draft.",
    "view": "Thank you: we told the people who write it.",
    "comment": "Your comment is there.",
    "resolved": "Marked as dealt with.",
    "reopened": "Open again.",
    "removed": "Taken out.",
    "checked": "Your name and today’s date stand beside the law of this party.",
}


def said(request: Request) -> str:
    return SAID.get(query.text(request, "done"), "")


async def drafts(request: Request) -> Response:
    data = await api(request).drafts(**call(request))
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    return page(request, "drafting/list.html", data=data, drafts=data.drafts, form=Form.blank())


async def new(request: Request) -> Response:
    """GET: who leads it and what it is called. POST: begin it; the words of the template stand there."""
    form, status = Form.blank(), 200
    case = whole_number(query.text(request, "case"))
    if request.method == "POST":
        form = await posted(request)
        case = form.number("case")
        answer = await begin(request, form, case) if not form.notice else 422
        if isinstance(answer, Response):
            return answer
        status = answer
    data = await api(request).draft_start(case=case, **call(request))
    if not data.viewer.is_signed_in:
        if request.method == "GET":
            return to_sign_in(request)
        form.notice = SIGNED_OUT
    found = data.support_case
    if request.method == "GET" and len(data.drafts.may_start_for) == 1:
        form.values["partner"] = data.drafts.may_start_for[0].slug
    if found is not None:
        form.values["case"] = str(found.number)
    return page(request, "drafting/new.html", data=data, drafts=data.drafts, case=found, form=form, status=status)


async def begin(request: Request, form: Form, case: int) -> Response | int:
    """A redirect to the draft, or the status with which the form comes back."""
    made: list[str] = []

    async def send() -> None:
        answer = await api(request).start_draft(
            input=StartDraftInput(
                submissionId=form.get("submission"),
                partner=form.get("partner"),
                title=form.get("title"),
                caseNumber=case or None,
            ),
            **call(request),
        )
        if answer.start_draft is not None:
            made.append(answer.start_draft.reference)

    status = await attempt(form, send, {"title": "title", "partner": "partner"}, "title")
    return RedirectResponse(f"/drafts/{made[0]}", 303) if not status and made else status or 503


async def start_next(request: Request) -> Response:
    """A draft of the next version; the one that is being written already, where there is one."""
    form = await posted(request)
    reference = form.get("reference")
    if form.wrong:
        return RedirectResponse(f"/isps/{reference}" if reference.startswith("ISP-") else "/drafts", 303)
    try:
        answer = await api(request).start_next_version(
            input=StartNextVersionInput(reference=reference), **call(request)
        )
    except GraphQLClientGraphQLMultiError as error:
        if code(error) in ("UNAUTHENTICATED", "CONFLICT") and reference.startswith("ISP-"):
            return RedirectResponse(f"/isps/{reference}", 303)
        raise
    if answer.start_next_version is None:
        raise HTTPException(503)
    return RedirectResponse(f"/drafts/{answer.start_next_version.reference}", 303)


async def overview(request: Request) -> Response:
    """The task list; for who was asked for a view, the draft as a whole."""
    reference = request.path_params["reference"]
    data = await api(request).draft_page(reference=reference, **call(request))
    if data.draft is None:
        return await absent(request)
    if not data.draft.can_write or not data.draft.is_open:
        return RedirectResponse(f"/drafts/{reference}/read", 303)
    groups: dict[str, list[Any]] = {}
    for step in data.draft.steps:
        groups.setdefault(step.group, []).append(step)
    done = sum(step.status.value in ("DONE", "OPTIONAL") for step in data.draft.steps)
    return page(request, "drafting/overview.html", data=data, draft=data.draft, groups=groups, done=done)


async def ready(request: Request) -> Response:
    """What is missing, else the way to sending it out."""
    data = await api(request).draft_page(reference=request.path_params["reference"], **call(request))
    if data.draft is None:
        return await absent(request)
    if not data.draft.can_write:
        raise HTTPException(404)
    names = {step.key: step.name for step in data.draft.steps}
    return page(request, "drafting/ready.html", data=data, draft=data.draft, names=names)


async def helps(request: Request) -> Response:
    data = await api(request).draft_helps_page(reference=request.path_params["reference"], **call(request))
    if data.draft is None:
        return await absent(request)
    return page(request, "drafting/helps.html", data=data, draft=data.draft)


async def read(request: Request) -> Response:
    """The draft as a whole: to check one's answers, and for those who were asked to read it."""
    data = await api(request).draft_read_page(reference=request.path_params["reference"], **call(request))
    if data.draft is None:
        return await absent(request)
    threads: dict[str, list[Any]] = {}
    for thread in data.draft.comments:
        threads.setdefault(thread.step, []).append(thread)
    return page(request, "drafting/read.html", data=data, draft=data.draft, threads=threads, said=said(request))


ROUTES = [
    Route("/drafts", drafts),
    Route("/drafts/new", new, methods=["GET", "POST"]),
    Route("/drafts/next", start_next, methods=["POST"]),
    Route("/drafts/{reference}", overview),
    Route("/drafts/{reference}/ready", ready),
    Route("/drafts/{reference}/helps", helps),
    Route("/drafts/{reference}/read", read),
]
