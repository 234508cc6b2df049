"""People who can help, and the reader's own page: topics, and what others see of them."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..client.enums import NoticeFrequency, PartnerRoleKind
from ..client.input_types import ChangeCardInput, ChooseTopicsInput, NoticeChoiceInput, ShownTopicInput
from ..forms import SIGNED_OUT, TOO_FAST, Form, posted
from ..pages import page
from ..query import choice, optional, page_number, text
from .account import to_sign_in

PEOPLE, ME = "/community/people", "/community/me"
SIZE = 20
KNOWS, FOLLOWS, NOTE, LISTED, OFTEN = "knows-", "follows-", "note-", "listed-", "often-"
FIELDS = 500  # two boxes for each topic
ROLES = [
    ("ig_lead", "Information governance lead"),
    ("dpo", "Data protection officer"),
    ("caldicott_guardian", "Caldicott Guardian"),
    ("operational_lead", "Operational lead"),
    ("siro", "Senior information risk owner"),
    ("partner_lead", "Partner lead"),
    ("isp_approver", "Signs ISPs"),
    ("accountable_officer", "Accountable officer"),
]
SAID = {
    "joined": "Welcome. You are a member now. Choose what you want to hear of, and what others see of you. "
    "You can do it at any time.",
    "topics": "Saved. It holds from now on.",
    "card": "Saved. Others see it so from now on.",
}


async def people(request: Request) -> Response:
    query = {"topic": text(request, "topic"), "role": text(request, "role"), "q": text(request, "q")}
    data = await api(request).helpers(
        topic=optional(request, "topic"),
        role=choice(PartnerRoleKind, query["role"]),
        text=optional(request, "q"),
        page=page_number(request, SIZE),
        **call(request),
    )
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    topic = next((one.name for one in data.topics if one.slug == query["topic"]), "")
    return page(
        request, "people/list.html", data=data, found=data.helpers, query=query, roles=ROLES, topic=topic, size=SIZE
    )


async def me(request: Request) -> Response:
    """GET: what is chosen. POST: other topics."""
    return await changing(request, "topics", save_topics)


async def card(request: Request) -> Response:
    """POST: other choices about what others see. GET, as after signing in again: the page."""
    if request.method != "POST":
        return RedirectResponse(ME, 303)
    return await changing(request, "card", save_card)


async def changing(request: Request, state: str, save: Any) -> Response:
    form = None
    if request.method == "POST":
        form = await posted(request, limit=FIELDS)
        if not form.notice:
            try:
                await save(request, form)
                return RedirectResponse(f"{ME}?done={state}", 303)
            except GraphQLClientGraphQLMultiError as error:
                refused(error, form)
    data = await api(request).my_topics_page(**call(request))
    if not data.viewer.is_signed_in and form is None:
        return to_sign_in(request)
    status = 200 if form is None or not form.wrong else 401 if form.notice == SIGNED_OUT else 422
    return page(
        request,
        "people/me.html",
        data=data,
        mine=data.my_topics,
        form=form or Form.blank(),
        sent=state if form is not None else "",
        done=SAID.get(text(request, "done"), ""),
        status=status,
    )


def refused(error: GraphQLClientGraphQLMultiError, form: Form) -> None:
    """Say on the form why nothing was saved; what is not about the form is raised again."""
    match code(error):
        case "UNAUTHENTICATED":
            form.notice = SIGNED_OUT
        case "RATE_LIMITED":
            form.notice = TOO_FAST
        case "BAD_USER_INPUT":
            found = field_errors(error)
            for name, message in found.items():
                form.errors[name if name in ("about", "knows", "follows") else f"{NOTE}{name}"] = message
            if not found:
                form.notice = "This could not be saved. Look at it and press save again."
        case _:
            raise error


def chosen(form: Form, prefix: str) -> list[str]:
    return sorted(name.removeprefix(prefix) for name in form.values if name.startswith(prefix))


async def save_topics(request: Request, form: Form) -> None:
    often = [
        NoticeChoiceInput(kind=kind, frequency=frequency)
        for kind in chosen(form, OFTEN)
        if (frequency := choice(NoticeFrequency, form.get(f"{OFTEN}{kind}"))) is not None
    ]
    wanted = ChooseTopicsInput(knows=chosen(form, KNOWS), follows=chosen(form, FOLLOWS), howOften=often)
    await api(request).choose_topics(input=wanted, **call(request))


async def save_card(request: Request, form: Form) -> None:
    topics = [
        ShownTopicInput(slug=slug, note=form.get(f"{NOTE}{slug}"), isListed=bool(form.get(f"{LISTED}{slug}")))
        for slug in chosen(form, NOTE)
    ]
    wanted = ChangeCardInput(about=form.get("about"), isFindable=bool(form.get("findable")), topics=topics)
    await api(request).change_card(input=wanted, **call(request))


ROUTES = [
    Route(PEOPLE, people),
    Route(ME, me, methods=["GET", "POST"]),
    Route(f"{ME}/card", card, methods=["GET", "POST"]),
]
