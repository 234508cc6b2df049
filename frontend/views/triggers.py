"""Reporting what calls for a review, deciding what comes of a report, and reviewing a page."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import query
from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..client.enums import ReviewOutcome, ReviewTriggerKind
from ..client.input_types import DecideReviewTriggerInput, OpenReviewTriggerInput, RecordPageReviewInput
from ..forms import SIGNED_OUT, Form, posted
from ..pages import page
from .errors import absent, dress

KINDS = (
    ("BREACH", "Something went wrong", "A breach or a near miss. Follow your own procedure for breaches too"),
    ("COMPLAINT", "A complaint", "Somebody complained about what was shared, or was not"),
    ("LAW", "The law changed", ""),
    ("PARTIES", "A partner joins, leaves, merges or ends", ""),
    ("DPIA", "The data protection impact assessment (DPIA)", "It is missing, out of date, or found a new risk"),
)
PAGE_OUTCOMES = {"right": ReviewOutcome.UNCHANGED, "change": ReviewOutcome.NEEDS_CHANGE, "go": ReviewOutcome.RETIRE}
DECIDED = "Somebody decided this while you were reading. Nothing was saved."


async def signed_out(request: Request, form: Form) -> Response:
    form.notice = SIGNED_OUT
    return page(request, "reviews/kept.html", data=await dress(request), form=form, status=401)


async def report(request: Request) -> Response:
    """Two questions: what it is, and what happened. What follows is said beside the button."""
    form, status = Form.blank(), 200
    if request.method == "POST":
        form, status = await posted(request), 422
        if not form.notice:
            if query.choice(ReviewTriggerKind, form.get("kind")) is None:
                form.errors["kind"] = "Choose what it is"
            if not form.get("what"):
                form.errors["what"] = "Say in a few words what happened"
        if not form.wrong:
            answer = await send_report(request, form)
            if answer is not None:
                return answer
    data = await api(request).report_form(reference=request.path_params["reference"], **call(request))
    if request.method == "POST" and not data.viewer.is_signed_in:
        return await signed_out(request, form)
    if data.isp is None:
        return await absent(request)
    if not data.isp.can_report:
        raise HTTPException(404)
    return page(request, "reviews/report.html", data=data, isp=data.isp, form=form, kinds=KINDS, status=status)


async def send_report(request: Request, form: Form) -> Response | None:
    reference = request.path_params["reference"]
    given = OpenReviewTriggerInput(
        reference=reference,
        submissionId=form.get("submission"),
        kind=ReviewTriggerKind(form.get("kind")),
        what=form.get("what"),
    )
    try:
        await api(request).open_review_trigger(input=given, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                return await signed_out(request, form)
            case "BAD_USER_INPUT" | "CONFLICT":
                form.errors |= field_errors(error) or {"what": "This could not be saved. Press send again"}
                return None
        raise
    return RedirectResponse(f"/isps/{reference}/report/sent", 303)


async def reported(request: Request) -> Response:
    data = await api(request).report_form(reference=request.path_params["reference"], **call(request))
    if data.isp is None:
        return await absent(request)
    return page(request, "reviews/reported.html", data=data, isp=data.isp)


async def trigger(request: Request) -> Response:
    """What was reported; for those who look after the agreement, to take it up or set it aside."""
    form, status = Form.blank(), 200
    key = str(request.path_params["id"])
    if request.method == "POST":
        form, status = await posted(request), 422
        if not form.notice and form.get("decision") not in ("take", "aside"):
            form.errors["decision"] = "Choose what comes of it"
        if not form.notice and form.get("decision") == "aside" and not form.get("answer"):
            form.errors["answer"] = "Say why no review is needed"
        if not form.wrong:
            answer = await send_decision(request, form, key)
            if answer is not None:
                return answer
    data = await api(request).trigger_page(id=key, **call(request))
    if request.method == "POST" and not data.viewer.is_signed_in:
        return await signed_out(request, form)
    found = data.review_trigger
    if found is None or found.isp is None or found.isp.reference != request.path_params["reference"]:
        return await absent(request)
    return page(request, "reviews/trigger.html", data=data, trigger=found, isp=found.isp, form=form, status=status)


async def send_decision(request: Request, form: Form, key: str) -> Response | None:
    take = form.get("decision") == "take"
    given = DecideReviewTriggerInput(id=key, takeUp=take, answer=form.get("answer"))
    try:
        await api(request).decide_review_trigger(input=given, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                return await signed_out(request, form)
            case "CONFLICT":
                form.notice = DECIDED
                return None
            case "BAD_USER_INPUT":
                form.errors |= field_errors(error) or {"answer": "This could not be saved. Press the button again"}
                return None
        raise
    return RedirectResponse(request.url.path, 303)


async def page_review(request: Request) -> Response:
    """One question about a page of the site: is it right, does it need a change, should it go?"""
    path = request.url.path.removesuffix("/review")
    form, status = Form.blank(), 200
    if request.method == "POST":
        form, status = await posted(request), 422
        if not form.notice:
            check_page(form)
        if not form.wrong:
            answer = await send_page_review(request, form, path)
            if answer is not None:
                return answer
    data = await api(request).page_review(path=path, **call(request))
    if request.method == "POST" and not data.viewer.is_signed_in:
        return await signed_out(request, form)
    if data.page_review is None:
        return await absent(request)
    return page(request, "reviews/page.html", data=data, review=data.page_review, form=form, status=status)


def check_page(form: Form) -> None:
    outcome = form.get("outcome")
    if outcome not in PAGE_OUTCOMES:
        form.errors["outcome"] = "Choose whether the page is right"
    elif outcome != "right" and not form.get("notes"):
        form.errors["notes"] = "Say what has to change, or why the page should go"
    if form.has_day("on") and form.day("on") is None:
        form.errors["on_day"] = "The next review must be a real date, like 27 3 2028"


async def send_page_review(request: Request, form: Form, path: str) -> Response | None:
    given = RecordPageReviewInput(
        path=path,
        submissionId=form.get("submission"),
        outcome=PAGE_OUTCOMES[form.get("outcome")],
        notes=form.get("notes"),
        nextReview=form.day("on"),
    )
    try:
        await api(request).record_page_review(input=given, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                return await signed_out(request, form)
            case "BAD_USER_INPUT":
                names = {"nextReview": "on_day"}
                found = {names.get(key, key): text for key, text in field_errors(error).items()}
                form.errors |= found or {"outcome": "This could not be saved. Press the button again"}
                return None
        raise
    return RedirectResponse(f"{path}/review/done", 303)


async def page_reviewed(request: Request) -> Response:
    path = request.url.path.removesuffix("/review/done")
    data = await api(request).page_review(path=path, **call(request))
    if data.page_review is None:
        return await absent(request)
    return page(request, "reviews/page_done.html", data=data, review=data.page_review)


SECTIONS = ("guidance", "news", "horizon", "stories", "events")
ROUTES = [
    Route("/isps/{reference}/report", report, methods=["GET", "POST"]),
    Route("/isps/{reference}/report/sent", reported),
    Route("/isps/{reference}/triggers/{id:int}", trigger, methods=["GET", "POST"]),
    *[Route(f"/{name}/{{slug}}/review", page_review, methods=["GET", "POST"]) for name in SECTIONS],
    *[Route(f"/{name}/{{slug}}/review/done", page_reviewed) for name in SECTIONS],
]
