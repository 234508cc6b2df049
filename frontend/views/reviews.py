"""The review of an ISP: one question, a check, done. Most reviews end after the first answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import words
from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..client.enums import ReviewOutcome
from ..client.input_types import RecordReviewInput
from ..forms import SIGNED_OUT, Form, posted
from ..pages import page
from .errors import absent, dress

ANSWERS = {"right": ReviewOutcome.UNCHANGED, "change": ReviewOutcome.NEEDS_CHANGE}
CHANGED_MEANWHILE = (
    "Someone else changed this agreement while you were reading. Nothing was saved: "
    "look at it again below, then answer and press save again."
)


def check(form: Form) -> None:
    if form.get("answer") not in ANSWERS:
        form.errors["answer"] = "Choose whether it is still right"
    if form.get("answer") == "change" and not form.get("notes"):
        form.errors["notes"] = "Say what needs to change"
    if len(form.get("notes")) > 4000:
        form.errors["notes"] = "Make this shorter: 4,000 characters at most"
    for part in ("next_day", "next_month", "next_year"):
        if form.get(part) and not form.get(part).isdigit():
            form.errors["next_day"] = "The next review must be a date, like 27 3 2028"
    if "next_day" not in form.errors and any(form.get(p) for p in ("next_day", "next_month", "next_year")):
        chosen = next_review(form)
        if chosen is None:
            form.errors["next_day"] = "The next review must be a real date, like 27 3 2028"
        elif chosen <= words.today():
            form.errors["next_day"] = "The next review must be in the future"


def next_review(form: Form) -> date | None:
    """The date in the three boxes; None when they are empty or not a date."""
    try:
        return date(int(form.get("next_year")), int(form.get("next_month")), int(form.get("next_day")))
    except ValueError:
        return None


async def question(request: Request) -> Response:
    """GET: the question. POST: check what was said and show it back, or the question again with what is wrong."""
    reference = request.path_params["reference"]
    form = Form.blank()
    if request.method == "POST":
        form = await posted(request)
        if not form.notice:
            check(form)
    return await render(request, reference, form, step="check" if _ready(request, form) else "question")


def _ready(request: Request, form: Form) -> bool:
    return request.method == "POST" and not form.wrong and not form.get("back")


async def render(request: Request, reference: str, form: Form, *, step: str, status: int = 0) -> Response:
    try:
        data = await api(request).review_form(reference=reference, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        if request.method != "POST" or code(error) != "UNAUTHENTICATED":
            raise
        return await signed_out(request, reference, form)
    if request.method == "POST" and not data.viewer.is_signed_in:
        return await signed_out(request, reference, form)
    if data.isp is None:
        return await absent(request)
    if not data.isp.can_review:
        raise HTTPException(404)
    if not form.get("revision"):
        form.values["revision"] = str(data.isp.revision)
    return page(
        request,
        f"reviews/{step}.html",
        data=data,
        isp=data.isp,
        form=form,
        status=status or (422 if form.wrong else 200),
        last=next((r for r in data.isp.reviews if not r.is_open), None),
        chosen=next_review(form),
    )


async def signed_out(request: Request, reference: str, form: Form) -> Response:
    """No redirect: what was typed stays on the page."""
    form.notice = SIGNED_OUT
    data = await dress(request)
    return page(request, "reviews/kept.html", data=data, form=form, reference=reference, status=401)


async def save(request: Request) -> Response:
    reference = request.path_params["reference"]
    form = await posted(request)
    if not form.notice:
        check(form)
    if form.get("back") or form.wrong:
        return await render(request, reference, form, step="question")
    try:
        await api(request).record_review(
            input=RecordReviewInput(
                reference=reference,
                submissionId=form.get("submission"),
                expectedRevision=_revision(form),
                outcome=ANSWERS[form.get("answer")],
                notes=form.get("notes"),
                nextReview=next_review(form),
            ),
            **call(request),
        )
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                return await signed_out(request, reference, form)
            case "CONFLICT":
                form.notice = CHANGED_MEANWHILE
                form.values["revision"] = ""
                return await render(request, reference, form, step="question", status=409)
            case "BAD_USER_INPUT":
                form.errors |= problems(error)
                return await render(request, reference, form, step="question")
        raise
    return RedirectResponse(f"/isps/{reference}/review/done", 303)


def problems(error: GraphQLClientGraphQLMultiError) -> dict[str, str]:
    """The API's field messages beside our fields; one line about the whole form when none fits."""
    names = {"notes": "notes", "nextReview": "next_day", "next_review": "next_day", "outcome": "answer"}
    found = {names[k]: v for k, v in field_errors(error).items() if k in names}
    return found or {"answer": "This could not be saved. Look at your answers and press save again"}


def _revision(form: Form) -> int:
    text = form.get("revision")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


async def done(request: Request) -> Response:
    """The confirmation: a plain page that reads the result from the API, so reload and back are harmless."""
    data = await api(request).review_form(reference=request.path_params["reference"], **call(request))
    if data.isp is None:
        return await absent(request)
    # Where a change was asked for, the review stays open: what was answered last is still what was done here.
    last: Any = next((r for r in data.isp.reviews if r.outcome is not None), None)
    if last is None:
        raise HTTPException(404)
    return page(request, "reviews/done.html", data=data, isp=data.isp, last=last)


ROUTES = [
    Route("/isps/{reference}/review", question, methods=["GET", "POST"]),
    Route("/isps/{reference}/review/save", save, methods=["POST"]),
    Route("/isps/{reference}/review/done", done),
]
