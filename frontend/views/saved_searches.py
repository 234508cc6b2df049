"""A member's saved searches: keeping one, what is new in each, how often e-mail comes, and taking one away."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..client.enums import SavedSearchFrequency
from ..client.input_types import (
    ChangeSavedSearchInput,
    DeleteSavedSearchInput,
    MarkSavedSearchSeenInput,
    SaveSearchInput,
)
from ..forms import SIGNED_OUT, Form, posted
from ..pages import page
from ..query import choice, many, text
from .account import to_sign_in
from .errors import not_found

LIST = "/saved-searches"
FACETS = ("type", "topic", "sector", "partner", "status", "year")
USUAL = "daily"
SAID = {
    "saved": "Saved. What it finds today is its beginning: we tell you of what comes after.",
    "changed": "Changed.",
    "paused": "Paused. It looks for nothing until you let it go on.",
    "resumed": "It goes on from here.",
    "seen": "Marked as seen.",
    "deleted": "Deleted.",
}


def check(form: Form) -> SavedSearchFrequency | None:
    """Name what is missing before the API is asked."""
    if not form.get("name"):
        form.errors["name"] = "Give it a name"
    frequency = choice(SavedSearchFrequency, form.get("frequency"))
    if frequency is None:
        form.errors["frequency"] = "Choose how often we write to you"
    return frequency


def problems(error: GraphQLClientGraphQLMultiError) -> dict[str, str]:
    """The API's field messages beside our fields; one line about the whole form when none fits."""
    found = field_errors(error)
    beside = {name: message for name, message in found.items() if name in ("name", "frequency")}
    return beside or {"name": next(iter(found.values()), "This could not be saved. Look at it and press save again")}


def back(state: str, pk: object = "") -> RedirectResponse:
    return RedirectResponse(f"{LIST}/{pk}?done={state}" if pk else f"{LIST}?done={state}", 303)


# -- keeping one -----------------------------------------------------------------------------------------
async def new(request: Request) -> Response:
    """GET: what would be kept, and how often to write. POST: keep it. The search itself stays in the address."""
    asked: dict[str, Any] = {"text": text(request, "q"), **{name: many(request, name) or None for name in FACETS}}
    if not any(asked.values()):
        return RedirectResponse("/search", 303)
    form, status = Form.blank(frequency=USUAL), 200
    if request.method == "POST":
        form = await posted(request)
        frequency = None if form.notice else check(form)
        if not form.wrong and frequency is not None:
            answer = await save(request, form, asked, frequency)
            if answer is not None:
                return answer
        status = 401 if form.notice == SIGNED_OUT else 422
    # The client calls "type" type_, and swallows a keyword that it does not know.
    named = {"type_" if name == "type" else name: value for name, value in asked.items()}
    data = await api(request).saved_search_draft(**named, **call(request))
    if not data.viewer.is_signed_in and request.method == "GET":
        return to_sign_in(request)
    draft = data.saved_search_draft
    if request.method == "GET":
        form.values["name"] = (
            draft.text[:120] or ", ".join(label for one in draft.filters for label in one.labels)[:120]
        )
    query = {"q": asked["text"], **{name: asked[name] for name in FACETS}}
    return page(request, "saved_searches/new.html", data=data, draft=draft, form=form, query=query, status=status)


async def save(request: Request, form: Form, asked: dict[str, Any], frequency: SavedSearchFrequency) -> Response | None:
    """A redirect when it is kept; otherwise form says why not."""
    try:
        kept = await api(request).save_search(
            input=SaveSearchInput(
                submissionId=form.get("submission"), name=form.get("name"), frequency=frequency, **asked
            ),
            **call(request),
        )
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                form.notice = SIGNED_OUT
            case "CONFLICT":
                form.notice = "You have saved this search already."
            case "BAD_USER_INPUT":
                form.errors |= problems(error)
            case _:
                raise
        return None
    if kept.save_search is None or kept.save_search.saved_search is None:
        raise HTTPException(503)
    return back("saved")


# -- reading ---------------------------------------------------------------------------------------------
async def searches(request: Request) -> Response:
    data = await api(request).saved_searches(page=1, **call(request))
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    done = SAID.get(text(request, "done"), "")
    return page(request, "saved_searches/list.html", data=data, found=data.saved_searches.items, done=done)


async def one(request: Request) -> Response:
    """GET: what is new in it, and how it is set. POST: other settings."""
    form = None
    if request.method == "POST":
        form = await posted(request)
        if not form.notice:
            answer = await change(request, form)
            if answer is not None:
                return answer
    return await show(request, "saved_searches/one.html", form)


async def show(request: Request, template: str, form: Form | None) -> Response:
    data = await api(request).saved_search_page(id=str(request.path_params["id"]), **call(request))
    search = data.saved_search
    if search is None and not data.viewer.is_signed_in and form is None:
        return to_sign_in(request)
    if search is None and not (form and not data.viewer.is_signed_in):
        return await not_found(request)
    status = 200
    if form is not None and form.wrong:
        status = 422
    if search is None:  # signed out while typing: what was typed stays on the page
        form = form or Form.blank()
        form.notice, status = SIGNED_OUT, 401
    if form is None and search is not None:
        form = Form.blank(name=search.name, frequency=search.frequency.value.lower())
    done = SAID.get(text(request, "done"), "")
    return page(request, template, data=data, search=search, form=form, done=done, status=status)


# -- changing --------------------------------------------------------------------------------------------
async def change(request: Request, form: Form) -> Response | None:
    """A redirect when it is changed; otherwise form says why not."""
    pk = request.path_params["id"]
    wanted = ChangeSavedSearchInput(id=str(pk))
    state = "changed"
    if form.get("pause") or form.get("resume"):
        wanted.paused = bool(form.get("pause"))
        state = "paused" if wanted.paused else "resumed"
    else:
        wanted.frequency = check(form)
        wanted.name = form.get("name")
    if form.wrong:
        return None
    try:
        await api(request).change_saved_search(input=wanted, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                return None
            case "BAD_USER_INPUT":
                form.errors |= problems(error)
                return None
        raise
    return back(state, pk)


async def seen(request: Request) -> Response:
    """Marks what the page showed; what came since stays new. A stale token changes nothing and shows the page again."""
    form, pk = await posted(request), request.path_params["id"]
    if form.wrong:
        return RedirectResponse(f"{LIST}/{pk}", 303)
    wanted = MarkSavedSearchSeenInput(id=str(pk), upTo=form.get("up_to") or None)
    try:
        await api(request).mark_saved_search_seen(input=wanted, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        if code(error) == "UNAUTHENTICATED":
            return RedirectResponse(f"{LIST}/{pk}", 303)
        raise
    return back("seen", pk)


async def delete(request: Request) -> Response:
    """GET asks; POST takes it away. Pressed twice it is gone once."""
    if request.method != "POST":
        return await show(request, "saved_searches/delete.html", None)
    form = await posted(request)
    if form.wrong:
        return await show(request, "saved_searches/delete.html", form)
    try:
        wanted = DeleteSavedSearchInput(id=str(request.path_params["id"]))
        await api(request).delete_saved_search(input=wanted, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "NOT_FOUND":
                pass
            case "UNAUTHENTICATED":
                return await show(request, "saved_searches/delete.html", form)
            case _:
                raise
    return back("deleted")


ROUTES = [
    Route("/saved-searches", searches),
    Route("/saved-searches/new", new, methods=["GET", "POST"]),
    Route("/saved-searches/{id:int}", one, methods=["GET", "POST"]),
    Route("/saved-searches/{id:int}/seen", seen, methods=["POST"]),
    Route("/saved-searches/{id:int}/delete", delete, methods=["GET", "POST"]),
]
