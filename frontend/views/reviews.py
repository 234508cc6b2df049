"""The review of an ISP: one question a page, saved as it is answered; then what follows, said before it is done."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import words
from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..client.enums import ReviewOutcome
from ..client.input_types import (
    DiscardReviewAnswersInput,
    FinishReviewInput,
    RecordReviewInput,
    ReviewValueInput,
    SaveReviewAnswersInput,
)
from ..forms import SIGNED_OUT, Form, posted
from ..pages import page
from .errors import absent, dress

CHANGED_MEANWHILE = (
    "Someone else changed this agreement while you were reading. Nothing was done: "
    "look at your answers again below, then press the button again."
)
NOT_ALL = "Some questions have no answer yet. Nothing was done."
FIELDS = 90  # a page of contacts has the most: ten rows of five
TEMPLATES = {"words": "words", "contacts-change": "contacts", "next": "next", "retire": "retire"}
DATES = ("next", "retire")
CONTACT = ("role", "phone", "email", "partner", "urgent")
ROWS = 10


async def load(request: Request, form: Form | None = None) -> Any:
    """The person's review, or the answer to send instead: sign in, or nothing at this address."""
    reference = request.path_params["reference"]
    try:
        data = await api(request).review_form(reference=reference, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        if form is None or code(error) != "UNAUTHENTICATED":
            raise
        return await signed_out(request, form)
    if form is not None and not data.viewer.is_signed_in:
        return await signed_out(request, form)
    if data.isp is None:
        return await absent(request)
    if not data.isp.can_review:
        raise HTTPException(404)
    return data


async def signed_out(request: Request, form: Form) -> Response:
    """No redirect: what was typed stays on the page."""
    form.notice = SIGNED_OUT
    return page(request, "reviews/kept.html", data=await dress(request), form=form, status=401)


async def start(request: Request) -> Response:
    """Why it is reviewed, what was saved, and where to begin. The short way out: a note that something must change."""
    data = await load(request)
    if isinstance(data, Response):
        return data
    last = next((r for r in data.isp.reviews if not r.is_open), None)
    form = Form.blank(revision=str(data.isp.revision))
    return page(request, "reviews/start.html", data=data, isp=data.isp, work=data.review_form, form=form, last=last)


async def step(request: Request) -> Response:
    """GET: one question. POST: its answer is saved, and the next one follows; or it comes back with what is wrong."""
    name = request.path_params["step"]
    if request.method == "GET":
        return await show(request, name)
    form = await posted(request, FIELDS)
    if form.notice:
        return await show(request, name, form)
    reference = request.path_params["reference"]
    given = SaveReviewAnswersInput(
        reference=reference,
        submissionId=form.get("submission"),
        step=name,
        values=[ReviewValueInput(name=key, value=value) for key, value in values_of(name, form).items()],
        later=bool(form.get("later")),
    )
    try:
        saved = await api(request).save_review_answers(input=given, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                return await signed_out(request, form)
            case "BAD_USER_INPUT":
                found = field_errors(error)
                form.errors |= {f"{key}_day" if name in DATES and key == "on" else key: v for key, v in found.items()}
                return await show(request, name, form)
            case "CONFLICT":  # it is not in force any more
                raise HTTPException(404) from error
        raise
    if saved.save_review_answers is None:
        raise HTTPException(503)
    after = "" if given.later else f"/{saved.save_review_answers.next_step}"
    return RedirectResponse(f"/isps/{reference}/review{after}", 303)


def values_of(name: str, form: Form) -> dict[str, str]:
    """What a page sends to be saved: its own fields, a date as one."""
    values = {key: value for key, value in form.values.items() if key not in ("submission", "later")}
    if name not in DATES:
        return values
    day = form.day("on")
    rest = {key: value for key, value in values.items() if key not in ("on_day", "on_month", "on_year")}
    return rest | {"on": day.isoformat() if day else "no date" if form.has_day("on") else ""}


async def show(request: Request, name: str, form: Form | None = None) -> Response:
    data = await load(request, form)
    if isinstance(data, Response):
        return data
    work = data.review_form
    if work is None:
        raise HTTPException(404)
    question = next((one for one in work.questions if one.key == name), None)
    if question is None and name not in work.steps:
        raise HTTPException(404)
    before = ["", *work.steps][work.steps.index(name)] if name in work.steps else ""
    return page(
        request,
        f"reviews/{TEMPLATES.get(name, 'question')}.html",
        data=data,
        isp=data.isp,
        work=work,
        question=question,
        step=name,
        before=f"/isps/{data.isp.reference}/review" + (f"/{before}" if before else ""),
        form=form or filled(work, name, question),
        status=422 if form is not None else 200,
        rows=range(ROWS if form is not None else max(len(work.contacts), 1)),
    )


def filled(work: Any, name: str, question: Any) -> Form:
    """The form with what was saved."""
    if question is not None:
        return Form.blank(value=question.value, why=question.why)
    if name == "words":
        return Form.blank(reason=work.words_reason, **{one.section: one.words for one in work.sections})
    if name == "contacts-change":
        rows = {f"{part}{n}": _text(getattr(one, part)) for n, one in enumerate(work.contacts) for part in CONTACT}
        return Form.blank(owner=work.owner, deputy=work.deputy, **rows)
    year, month, day = ([*(work.next_on if name == "next" else work.retire_on).split("-"), "", "", ""])[:3]
    parts = {"on_day": day.lstrip("0"), "on_month": month.lstrip("0"), "on_year": year} if day else {}
    return Form.blank(reason=work.retire_reason, **parts)


def _text(value: str | bool) -> str:
    return value if isinstance(value, str) else "1" if value else ""


async def check(request: Request) -> Response:
    """GET: the answers, and what they change. POST: it is done."""
    if request.method == "GET":
        return await show_check(request)
    reference, form = request.path_params["reference"], await posted(request)
    if form.notice:
        return await show_check(request, form)
    given = FinishReviewInput(
        reference=reference, submissionId=form.get("submission"), expectedRevision=_revision(form)
    )
    try:
        await api(request).finish_review(input=given, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                return await signed_out(request, form)
            case "CONFLICT":
                form.notice = CHANGED_MEANWHILE
                return await show_check(request, form, status=409)
            case "BAD_USER_INPUT":
                form.notice = NOT_ALL
                return await show_check(request, form)
        raise
    return RedirectResponse(f"/isps/{reference}/review/done", 303)


async def show_check(request: Request, form: Form | None = None, status: int = 422) -> Response:
    data = await load(request, form)
    if isinstance(data, Response):
        return data
    work = data.review_form
    if work is None:
        raise HTTPException(404)
    if work.missing and form is None:
        return RedirectResponse(f"/isps/{data.isp.reference}/review/{work.missing[0]}", 303)
    form = form or Form.blank()
    form.values["revision"] = str(data.isp.revision)
    status = status if form.wrong else 200
    return page(request, "reviews/check.html", data=data, isp=data.isp, work=work, form=form, status=status)


async def again(request: Request) -> Response:
    """Begin again: the saved answers are gone."""
    form, reference = await posted(request), request.path_params["reference"]
    if not form.wrong:
        given = DiscardReviewAnswersInput(reference=reference)
        with suppress(GraphQLClientGraphQLMultiError):  # the start page says why not
            await api(request).discard_review_answers(input=given, **call(request))
    return RedirectResponse(f"/isps/{reference}/review", 303)


async def note(request: Request) -> Response:
    """The short way out: something has to change, in a few words, and the review stays open."""
    reference, form = request.path_params["reference"], await posted(request)
    if not form.notice and not form.get("notes"):
        form.errors["notes"] = "Say what needs to change"
    if len(form.get("notes")) > 4000:
        form.errors["notes"] = "Make this shorter: 4,000 characters at most"
    if form.wrong:
        return await note_again(request, form)
    try:
        await api(request).record_review(
            input=RecordReviewInput(
                reference=reference,
                submissionId=form.get("submission"),
                expectedRevision=_revision(form),
                outcome=ReviewOutcome.NEEDS_CHANGE,
                notes=form.get("notes"),
            ),
            **call(request),
        )
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                return await signed_out(request, form)
            case "CONFLICT":
                form.notice = CHANGED_MEANWHILE
                return await note_again(request, form, status=409)
            case "BAD_USER_INPUT":
                form.errors["notes"] = field_errors(error).get("notes", "This could not be saved. Press send again")
                return await note_again(request, form)
        raise
    return RedirectResponse(f"/isps/{reference}/review/done", 303)


async def note_again(request: Request, form: Form, status: int = 422) -> Response:
    data = await load(request, form)
    if isinstance(data, Response):
        return data
    form.values["revision"] = str(data.isp.revision)
    last = next((r for r in data.isp.reviews if not r.is_open), None)
    context = {"data": data, "isp": data.isp, "work": data.review_form, "form": form, "last": last}
    return page(request, "reviews/start.html", status=status, **context)


def _revision(form: Form) -> int:
    return form.number("revision")


async def done(request: Request) -> Response:
    """The confirmation: a plain page that reads the result from the API, so reload and back are harmless."""
    data = await api(request).review_form(reference=request.path_params["reference"], **call(request))
    if data.isp is None:
        return await absent(request)
    # Where a change was asked for, the review stays open: what was answered last is still what was done here.
    last: Any = next((r for r in data.isp.reviews if r.outcome is not None), None)
    if last is None:
        raise HTTPException(404)
    notice = next((n for n in data.isp.amendments if n.sent_on == words.today()), None)
    drafts = [v for v in data.isp.versions if v.state.value in ("DRAFT", "PEER_REVIEW")]
    draft = max(drafts, key=lambda v: v.number, default=None)
    return page(request, "reviews/done.html", data=data, isp=data.isp, last=last, notice=notice, draft=draft)


ROUTES = [
    Route("/isps/{reference}/review", start),
    Route("/isps/{reference}/review/check", check, methods=["GET", "POST"]),
    Route("/isps/{reference}/review/done", done),
    Route("/isps/{reference}/review/note", note, methods=["POST"]),
    Route("/isps/{reference}/review/again", again, methods=["POST"]),
    Route("/isps/{reference}/review/{step}", step, methods=["GET", "POST"]),
]
