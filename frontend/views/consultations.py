"""Consultations: the list, a draft with what was said of it, and saying something."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..client.enums import ConsultationStance
from ..client.input_types import CommentOnConsultationInput, WithdrawConsultationCommentInput
from ..forms import SIGNED_OUT, TOO_FAST, Form, posted, whole_number
from ..pages import page
from ..query import choice, page_number, text
from .account import to_sign_in
from .errors import absent, not_found
from .sending import personal_data

LIST = "/consultations"
SIZE = 20
CLOSED = "Comments have closed since you opened the page. Nothing was saved."
STANCES = [
    ("support", "Keep it", "It says what it should"),
    ("change", "Change it", "It should say something else"),
    ("oppose", "Leave it out", "It should not be there"),
    ("ask", "I have a question", "It is not clear"),
]
SAID = {
    "said": "Thank you. Your comment is there, with your name and organisation.",
    "withdrawn": "Your comment is taken back.",
}


async def consultations(request: Request) -> Response:
    data = await api(request).consultation_list(page=page_number(request, SIZE), **call(request))
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    return page(request, "consultations/list.html", data=data, found=data.consultations, size=SIZE)


async def one(request: Request) -> Response:
    data = await api(request).consultation_page(slug=request.path_params["slug"], **call(request))
    if data.consultation is None:
        return await absent(request)
    done = SAID.get(text(request, "done"), "")
    return page(request, "consultations/one.html", data=data, found=data.consultation, done=done)


async def comment(request: Request) -> Response:
    """GET: the paragraph, and a form. POST: keep the comment."""
    slug, form = request.path_params["slug"], None
    if request.method == "POST":
        form = await posted(request)
        answer = None if form.notice else await save(request, form, slug)
        if answer is not None:
            return answer
    data = await api(request).consultation_page(slug=slug, **call(request))
    found = data.consultation
    if not data.viewer.is_signed_in and form is None:
        return to_sign_in(request)
    if found is None and not (form and form.wrong):
        return await not_found(request)
    number = whole_number(form.get("on") if form else text(request, "on"))
    about = (
        next((one for one in found.paragraphs if one.number == number and not one.is_heading), None) if found else None
    )
    if found is not None and form is None and not found.may_comment:
        return RedirectResponse(f"{LIST}/{slug}", 303)
    status = 200 if form is None or not form.wrong else 401 if form.notice == SIGNED_OUT else 422
    return page(
        request,
        "consultations/comment.html",
        data=data,
        found=found,
        about=about,
        form=form or Form.blank(on=str(number) if about else ""),
        stances=STANCES,
        slug=slug,
        status=status,
    )


async def save(request: Request, form: Form, slug: str) -> Response | None:
    """A redirect when it is kept; otherwise form says why not."""
    stance = choice(ConsultationStance, form.get("stance"))
    if stance is None:
        form.errors["stance"] = "Choose what you think of it"
    if not form.get("body"):
        form.errors["body"] = "Write your comment"
    if form.wrong or stance is None:
        return None
    wanted = CommentOnConsultationInput(
        submissionId=form.get("submission"),
        slug=slug,
        paragraph=form.number("on") or None,
        stance=stance,
        body=form.get("body"),
        checked=form.get("checked") == "1",
    )
    try:
        kept = await api(request).comment_on_consultation(input=wanted, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                form.notice = SIGNED_OUT
            case "CONFLICT":
                form.notice = CLOSED
            case "RATE_LIMITED":
                form.notice = TOO_FAST
            case "BAD_USER_INPUT":
                form.values["found"] = "\n".join(personal_data(error))
                found = field_errors(error)
                form.errors |= {name if name in ("stance", "body") else "body": said for name, said in found.items()}
            case _:
                raise
        return None
    if kept.comment_on_consultation is None or kept.comment_on_consultation.comment is None:
        raise HTTPException(503)
    said = kept.comment_on_consultation.comment
    place = f"#p{said.paragraph_number}" if said.paragraph_number else "#whole"
    return RedirectResponse(f"{LIST}/{slug}?done=said{place}", 303)


async def withdraw(request: Request) -> Response:
    """GET asks; POST takes one's own comment back."""
    slug, pk = request.path_params["slug"], request.path_params["id"]
    form = None
    if request.method == "POST":
        form = await posted(request)
        if not form.notice:
            try:
                wanted = WithdrawConsultationCommentInput(id=str(pk))
                await api(request).withdraw_consultation_comment(input=wanted, **call(request))
                return RedirectResponse(f"{LIST}/{slug}?done=withdrawn", 303)
            except GraphQLClientGraphQLMultiError as error:
                match code(error):
                    case "UNAUTHENTICATED":
                        form.notice = SIGNED_OUT
                    case "CONFLICT":
                        form.notice = CLOSED
                    case _:
                        raise
    data = await api(request).consultation_page(slug=slug, **call(request))
    found = data.consultation
    if not data.viewer.is_signed_in and form is None:
        return to_sign_in(request)
    said = [*found.comments, *(row for part in found.paragraphs for row in part.comments)] if found else []
    mine = next((row for row in said if row.id == str(pk) and row.is_mine), None)
    if mine is None and not (form and form.wrong):
        return await not_found(request)
    status = 200 if form is None or not form.wrong else 401 if form.notice == SIGNED_OUT else 422
    form = form or Form.blank()
    return page(request, "consultations/withdraw.html", data=data, mine=mine, form=form, slug=slug, status=status)


ROUTES = [
    Route(LIST, consultations),
    Route(f"{LIST}/{{slug}}", one),
    Route(f"{LIST}/{{slug}}/comment", comment, methods=["GET", "POST"]),
    Route(f"{LIST}/{{slug}}/comments/{{id:int}}/withdraw", withdraw, methods=["GET", "POST"]),
]
