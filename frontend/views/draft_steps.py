"""The guided form: one question a page, saved at once; lists one row at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import query
from ..api import api, call, code
from ..client import GraphQLClientGraphQLMultiError
from ..client.enums import ControllerStatus, IspKind, IspPartyRole, IspVisibility
from ..client.input_types import (
    RemoveDraftRowInput,
    SaveDraftContactInput,
    SaveDraftFlowInput,
    SaveDraftItemInput,
    SaveDraftPartyInput,
    SaveDraftReviewInput,
    SaveDraftTextInput,
    SaveDraftTitleInput,
    SaveDraftVisibilityInput,
)
from ..forms import Form, posted
from ..pages import page
from .draft_saving import attempt
from .drafts import said
from .errors import absent
from .sending import kept

LISTS = ("partners", "information", "flows", "contacts")
EVERY = {
    "": "No fixed time: when needed",
    "day": "Every day",
    "week": "Every week",
    "month": "Every month",
    "quarter": "Every three months",
    "year": "Every year",
}
NAMES = {
    "title": {"title": "title", "theme": "theme", "kind": "kind"},
    "partners": {
        **{"partner": "role", "role": "role", "controllerStatus": "controller"},
        **{"article28ContractUrl": "contract", "serviceArea": "area"},
    },
    "information": {"name": "name"},
    "flows": {
        **{"sender": "sender", "recipient": "recipient", "items": "items", "method": "method", "format": "format"},
        **{"frequency": "frequency", "requiredEvery": "every"},
    },
    "contacts": {"role": "role", "partner": "partner", "phone": "phone", "email": "email"},
    "review": {"cycleMonths": "cycle", "nextReview": "next_day"},
    "visibility": {"visibility": "visibility"},
}
USUAL = {"title": "title", "partners": "role", "information": "name", "flows": "items", "contacts": "role"}
Send = Callable[[], Awaitable[Any]]


async def step(request: Request) -> Response:
    """GET: the question. POST: keep the answer and go on, or the question again with what is wrong."""
    reference, key = request.path_params["reference"], request.path_params["step"]
    form, status = Form.blank(), 200
    if request.method == "POST":
        form = await posted(request)
        status = 422 if form.notice else await save(request, form, reference, key)
        if not status:
            return RedirectResponse(await after(request, form, reference, key), 303)
    find = query.text(request, "find")
    try:
        data = await api(request).draft_step_form(
            reference=reference, step=key, find=find, finding=bool(find) and key == "partners", **call(request)
        )
    except GraphQLClientGraphQLMultiError as error:
        if request.method == "POST" and code(error) == "UNAUTHENTICATED":
            return await kept(request, form)
        raise
    found: Any = data.draft_step
    if found is None:
        return await kept(request, form) if status == 401 else await absent(request)
    if not found.draft.can_write:
        raise HTTPException(404)
    if request.method == "GET":
        fill(request, form, found)
    if not form.get("revision"):
        form.values["revision"] = found.state.revision
    chosen = _chosen(request, form, data) if key == "partners" else None
    return page(
        request,
        "drafting/step.html",
        data=data,
        step=found,
        draft=found.draft,
        form=form,
        find=find,
        chosen=chosen,
        every=EVERY,
        said=said(request),
        status=status,
    )


async def after(request: Request, form: Form, reference: str, key: str) -> str:
    """Where to go once it is saved: the same list, the task list, or the next question."""
    if key in LISTS:
        return f"/drafts/{reference}/{key}?done=saved"
    if form.get("list"):
        return f"/drafts/{reference}"
    return (
        f"/drafts/{reference}/{form.get('next')}"
        if form.get("next").replace("-", "").isalpha()
        else f"/drafts/{reference}"
    )


def fill(request: Request, form: Form, found: Any) -> None:
    """What is there already, in the form's own fields."""
    draft, key = found.draft, found.state.key
    if found.state.is_text:
        form.values["text"] = found.text
    elif key == "title":
        form.values |= {"title": draft.isp.title, "kind": draft.agreement.kind.value}
        form.values["theme"] = draft.agreement.theme.slug if draft.agreement.theme else ""
    elif key == "visibility":
        form.values["visibility"] = draft.agreement.visibility.value
    elif key == "review":
        form.values["cycle"] = str(draft.agreement.review_cycle_months)
        day = draft.agreement.next_review
        if day is not None:
            form.values |= {"next_day": str(day.day), "next_month": str(day.month), "next_year": str(day.year)}
    else:
        _fill_row(query.text(request, "row"), form, draft, key)


def _fill_row(row: str, form: Form, draft: Any, key: str) -> None:
    rows = {"information": draft.words.data_items, "flows": draft.words.flows, "contacts": draft.agreement.contacts}
    one = next((one for one in rows.get(key, ()) if one.id == row), None)
    if one is None:
        return
    form.values["row"] = one.id
    if key == "information":
        form.values |= {"name": one.name, "special": "1" if one.is_special_category else ""}
        form.values["criminal"] = "1" if one.is_criminal_offence else ""
    elif key == "flows":
        form.values |= {"items": one.items, "method": one.method, "format": one.format}
        form.values["frequency"] = one.frequency_required
        form.values["every"] = next((code for code, text in EVERY.items() if text == one.required_every), "")
        form.values["sender"] = one.sender.slug if one.sender else ""
        form.values["recipient"] = one.recipient.slug if one.recipient else ""
    else:
        form.values |= {"role": one.role, "phone": one.phone, "email": one.email}
        form.values |= {"partner": one.partner.slug if one.partner else "", "urgent": "1" if one.is_urgent else ""}


def _chosen(request: Request, form: Form, data: Any) -> Any:
    """The partner whose part is asked about: one that takes part already, or one that was found."""
    slug = form.get("partner") or query.text(request, "partner")
    parties = [party for party in data.draft_step.draft.words.parties if party.partner]
    party = next((party for party in parties if party.partner.slug == slug), None)
    if party is not None and request.method == "GET":
        form.values |= {"partner": slug, "role": party.role.value, "controller": party.controller_status.value}
        form.values |= {"essential": "1" if party.is_essential else "", "contract": party.article_28_contract_url or ""}
        form.values["area"] = party.service_area
    found = data.partners.items if data.partners else []
    body = party.partner if party else next((one for one in found if one.slug == slug), None)
    if body is not None:
        form.values["partner"] = body.slug
    return body


async def save(request: Request, form: Form, reference: str, key: str) -> int:
    """0 when it was saved, else the status of the page."""
    given = {"reference": reference, "expectedRevision": form.get("revision")}
    row = form.get("row") or None
    client, more = api(request), call(request)
    send: Send
    match key:
        case "title":
            kind = query.choice(IspKind, form.get("kind"))
            if kind is None:
                form.errors["kind"] = "Choose what kind of agreement it is"
                return 422
            wanted = SaveDraftTitleInput(**given, title=form.get("title"), theme=form.get("theme"), kind=kind)
            send = lambda: client.save_draft_title(input=wanted, **more)  # noqa: E731 - one call, sent below
        case "partners":
            return await save_party(request, form, given)
        case "information":
            item = SaveDraftItemInput(
                **given,
                id=row,
                name=form.get("name"),
                isSpecialCategory=bool(form.get("special")),
                isCriminalOffence=bool(form.get("criminal")),
            )
            send = lambda: client.save_draft_item(input=item, **more)  # noqa: E731
        case "flows":
            flow = SaveDraftFlowInput(
                **given,
                id=row,
                **{name: form.get(name) for name in ("sender", "recipient", "items", "method", "format", "frequency")},
                requiredEvery=form.get("every"),
            )
            send = lambda: client.save_draft_flow(input=flow, **more)  # noqa: E731
        case "contacts":
            contact = SaveDraftContactInput(
                **given,
                id=row,
                **{name: form.get(name) for name in ("role", "partner", "phone", "email")},
                isUrgent=bool(form.get("urgent")),
            )
            send = lambda: client.save_draft_contact(input=contact, **more)  # noqa: E731
        case "review":
            day = form.day("next")
            if day is None and form.has_day("next"):
                form.errors["next_day"] = "The first review must be a real date, like 27 3 2028"
            cycle = form.get("cycle")
            if not cycle.isascii() or not cycle.isdigit() or len(cycle) > 3:
                form.errors["cycle"] = "Give a number of months, such as 12"
            if form.errors:
                return 422
            review = SaveDraftReviewInput(**given, cycleMonths=int(cycle), nextReview=day)
            send = lambda: client.save_draft_review(input=review, **more)  # noqa: E731
        case "visibility":
            who = query.choice(IspVisibility, form.get("visibility"))
            if who is None:
                form.errors["visibility"] = "Choose who may read it"
                return 422
            seen = SaveDraftVisibilityInput(**given, visibility=who)
            send = lambda: client.save_draft_visibility(input=seen, **more)  # noqa: E731
        case _:
            text = SaveDraftTextInput(**given, step=key, text=form.get("text"))
            send = lambda: client.save_draft_text(input=text, **more)  # noqa: E731
    return await attempt(form, send, NAMES.get(key, {"text": "text"}), USUAL.get(key, "text"))


async def save_party(request: Request, form: Form, given: dict[str, str]) -> int:
    role = query.choice(IspPartyRole, form.get("role"))
    if role is None:
        form.errors["role"] = "Choose whether it gives, receives, or both"
        return 422
    wanted = SaveDraftPartyInput(
        **given,
        partner=form.get("partner"),
        role=role,
        controllerStatus=query.choice(ControllerStatus, form.get("controller")),
        isEssential=bool(form.get("essential")),
        article28ContractUrl=form.get("contract"),
        serviceArea=form.get("area"),
    )
    client, more = api(request), call(request)
    return await attempt(
        form, lambda: client.save_draft_party(input=wanted, **more), NAMES["partners"], USUAL["partners"]
    )


async def remove(request: Request) -> Response:
    """Take a row out; a stale form takes nothing and shows the list again."""
    reference, key = request.path_params["reference"], request.path_params["step"]
    form = await posted(request)
    if form.wrong:
        return RedirectResponse(f"/drafts/{reference}/{key}", 303)
    wanted = RemoveDraftRowInput(
        reference=reference, expectedRevision=form.get("revision"), step=key, id=form.get("row")
    )
    client, more = api(request), call(request)
    status = await attempt(form, lambda: client.remove_draft_row(input=wanted, **more), {}, "row")
    if status in (409, 422, 429):
        notice = next(iter(form.errors.values()), form.notice)
        data = await client.draft_step_form(reference=reference, step=key, find="", finding=False, **call(request))
        found: Any = data.draft_step
        if found is None:
            return await absent(request)
        again = Form.blank(revision=found.state.revision)
        again.notice = notice
        more_of_page = {"step": found, "draft": found.draft, "find": "", "chosen": None}
        return page(
            request, "drafting/step.html", data=data, form=again, every=EVERY, said="", status=status, **more_of_page
        )
    return RedirectResponse(f"/drafts/{reference}/{key}" + ("?done=removed" if not status else ""), 303)


ROUTES = [
    Route("/drafts/{reference}/{step}", step, methods=["GET", "POST"]),
    Route("/drafts/{reference}/{step}/remove", remove, methods=["POST"]),
]
