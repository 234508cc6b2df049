"""Events: the list, one event with its calendar entry, signing up, and what people there say stands in the way."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import downloads, words
from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..client.enums import EventOrder
from ..client.input_types import (
    AskPeersAboutBarrierInput,
    GiveUpEventPlaceInput,
    SayEventBarrierInput,
    SignUpToEventInput,
    WithdrawEventBarrierInput,
)
from ..forms import SIGNED_OUT, Form, posted
from ..pages import page
from ..query import page_number, text
from .account import to_sign_in
from .community_forms import lost
from .errors import absent, not_found
from .sending import kept, personal_data

SAID = {
    "place": "You have a place. How to join is on this page, and on its way to you by e-mail.",
    "waiting": "You are in the queue. We write as soon as there is a place for you.",
    "given-up": "Given up. If somebody waits, they have your place now.",
    "taken-back": "Taken back. Nobody sees it any more.",
    "said": "Saved. Those who have a place at this event read it.",
}
GONE = "This is not open to you any more, so nothing was saved. What you typed is still here to copy."
CLOSED = "Nobody can sign up for this event any more. Its page says why."
WORDS = ("title", "detail")
LOOK = "This may be about a person who could be recognised. If it is not, say below that you looked"


# -- reading ---------------------------------------------------------------------------------------------
async def event_list(request: Request) -> Response:
    past = text(request, "past") == "1"
    data = await api(request).event_list(
        page=page_number(request, 20),
        upcoming=not past,
        order_by=EventOrder.NEWEST if past else EventOrder.STARTS,
        **call(request),
    )
    mine = [] if past else data.event_places.items
    return page(request, "events/list.html", data=data, found=data.events, past=past, mine=mine)


async def event_page(request: Request) -> Response:
    return await show(request, "editorial/event_page.html", None)


async def show(request: Request, template: str, form: Form | None) -> Response:
    """The event, or its page of barriers, with a form that was sent and not kept."""
    data = await api(request).event_page(path=f"/events/{request.path_params['slug']}", **call(request))
    if data.event is None:
        if form is not None and form.get("needs"):
            return await lost(request, form, GONE, ("needs",))
        return await absent(request)
    status = 200
    if form is not None and form.get("needs"):
        if not data.viewer.is_signed_in:
            return await kept(request, form)
        sign_up = data.event.sign_up
        if sign_up is None or sign_up.closed_because:  # then the page has no field for it
            return await lost(request, form, form.notice or GONE, ("needs",))
    if form is not None:
        status = 401 if form.notice == SIGNED_OUT else 422
    place = data.event_place if data.viewer.is_signed_in else None
    # Signed out there is nothing to send, and the page may be kept and asked for again.
    blank = Form.blank(needs=place.needs if place else "") if data.viewer.is_signed_in else None
    start = words.moment(data.event.starts_at)
    begun = start is not None and start <= datetime.now(UTC)
    context = {"item": data.event, "place": place, "form": form or blank, "begun": begun}
    done = SAID.get(text(request, "done"), "")
    return page(request, template, data=data, done=done, status=status, **context)


def entry_id(request: Request) -> str:
    """The same for the event's own calendar file and a person's calendar, so that no entry stands twice."""
    host = urlsplit(request.app.state.settings.frontend_origin).hostname or "localhost"
    return f"events-{request.path_params['slug']}@{host}"


async def event_calendar(request: Request) -> Response:
    """For who has a place, how to join stands in the entry."""
    path = f"/events/{request.path_params['slug']}"
    data = await api(request).event_page(path=path, **call(request))
    if data.event is None:
        raise HTTPException(404)
    event, place = data.event, data.event_place
    start, end = words.moment(event.starts_at), words.moment(event.ends_at)
    if start is None:
        raise HTTPException(404)
    cancelled = event.sign_up is not None and event.sign_up.cancelled_at is not None
    address = request.app.state.settings.frontend_origin + path
    about = f"{address}\n\n{place.joining}" if place and place.joining else address
    uid = entry_id(request)
    entry = (uid, f"Cancelled: {event.title}" if cancelled else event.title, start, end, event.place, about)
    body = downloads.calendar([entry], words.today(), cancelled={uid} if cancelled else ())
    return downloads.as_calendar(request, str(request.path_params["slug"]), body)


# -- one's place -----------------------------------------------------------------------------------------
async def sign_up(request: Request) -> Response:
    """Takes a place, or a place in the queue: which one, the page then says."""
    form = await posted(request)
    if not form.wrong:
        wanted = SignUpToEventInput(
            eventId=form.get("event"), submissionId=form.get("submission"), needs=form.get("needs")
        )
        try:
            answer = await api(request).sign_up_to_event(input=wanted, **call(request))
        except GraphQLClientGraphQLMultiError as error:
            refused(form, error, {"needs"})
        else:
            place = answer.sign_up_to_event.place if answer.sign_up_to_event else None
            if place is None:
                raise HTTPException(503)
            return back(request, "waiting" if place.is_waiting else "place")
    return await show(request, "editorial/event_page.html", form)


async def give_up(request: Request) -> Response:
    form = await posted(request)
    if not form.wrong:
        try:
            wanted = GiveUpEventPlaceInput(eventId=form.get("event"))
            await api(request).give_up_event_place(input=wanted, **call(request))
        except GraphQLClientGraphQLMultiError as error:
            refused(form, error, set())
        else:
            return back(request, "given-up")
    return await show(request, "editorial/event_page.html", form)


# -- what stands in the way ------------------------------------------------------------------------------
async def barriers(request: Request) -> Response:
    """GET: what was said, for who has a place. POST: say something more."""
    if request.method != "POST":
        return await show_barriers(request, None)
    form = await posted(request)
    if not form.wrong and not form.get("title"):
        form.errors["title"] = "Say in one line what stands in the way"
    if not form.wrong:
        wanted = SayEventBarrierInput(
            eventId=form.get("event"),
            submissionId=form.get("submission"),
            title=form.get("title"),
            detail=form.get("detail"),
            checked=form.get("checked") == "1",
        )
        try:
            await api(request).say_event_barrier(input=wanted, **call(request))
        except GraphQLClientGraphQLMultiError as error:
            form.values["found"] = "\n".join(personal_data(error))
            refused(form, error, {"title", "detail"})
        else:
            return back(request, "said", "/barriers")
    return await show_barriers(request, form)


async def withdraw(request: Request) -> Response:
    """One's own barrier goes; the page said so above the button."""
    form = await posted(request)
    if not form.wrong:
        try:
            wanted = WithdrawEventBarrierInput(id=form.get("barrier"))
            await api(request).withdraw_event_barrier(input=wanted, **call(request))
        except GraphQLClientGraphQLMultiError as error:
            refused(form, error, set())
        else:
            return back(request, "taken-back", "/barriers")
    return await show_barriers(request, form)


async def ask_peers(request: Request) -> Response:
    """One's own barrier becomes a thread in one's own name; the reader goes on to it."""
    form = await posted(request)
    if not form.wrong:
        wanted = AskPeersAboutBarrierInput(id=form.get("barrier"), checked=form.get("checked") == "1")
        try:
            asked = await api(request).ask_peers_about_barrier(input=wanted, **call(request))
        except GraphQLClientGraphQLMultiError as error:
            if code(error) == "BAD_USER_INPUT":
                form.errors[f"checked-{form.number('barrier')}"] = LOOK
            else:
                refused(form, error, set())
        else:
            if asked.ask_peers_about_barrier is None:
                raise HTTPException(503)
            return RedirectResponse(asked.ask_peers_about_barrier.thread_path, 303)
    return await show_barriers(request, form)


async def show_barriers(request: Request, form: Form | None) -> Response:
    data = await api(request).event_page(path=f"/events/{request.path_params['slug']}", **call(request))
    place: Any = data.event_place
    if data.event is None or place is None or place.is_waiting:
        if form is not None and (form.get("title") or form.get("detail")):
            return await (lost(request, form, GONE, WORDS) if data.viewer.is_signed_in else kept(request, form))
        if not data.viewer.is_signed_in:
            return to_sign_in(request) if form is None else await show(request, "editorial/event_page.html", form)
        return await not_found(request)
    status = 422 if form is not None else 200
    done = SAID.get(text(request, "done"), "")
    context = {"item": data.event, "place": place, "form": form or Form.blank(), "done": done}
    return page(request, "events/barriers.html", data=data, status=status, **context)


def back(request: Request, state: str, part: str = "") -> RedirectResponse:
    return RedirectResponse(f"/events/{request.path_params['slug']}{part}?done={state}", 303)


def refused(form: Form, error: GraphQLClientGraphQLMultiError, names: set[str]) -> None:
    """What the reader is told; whatever else went wrong is raised again."""
    match code(error):
        case "UNAUTHENTICATED":
            form.notice = SIGNED_OUT
        case "CONFLICT":
            form.notice = CLOSED
        case "FORBIDDEN" | "NOT_FOUND" if names:
            form.notice = GONE
        case "BAD_USER_INPUT":
            found = field_errors(error)
            form.errors |= {name: message for name, message in found.items() if name in names}
            if not form.errors:
                form.notice = "This could not be kept. Look at it and press the button again."
        case _:
            raise error


ROUTES = [
    Route("/events", event_list),
    Route("/events/{slug}.ics", event_calendar),
    Route("/events/{slug}/sign-up", sign_up, methods=["POST"]),
    Route("/events/{slug}/give-up", give_up, methods=["POST"]),
    Route("/events/{slug}/barriers", barriers, methods=["GET", "POST"]),
    Route("/events/{slug}/barriers/ask", ask_peers, methods=["POST"]),
    Route("/events/{slug}/barriers/withdraw", withdraw, methods=["POST"]),
    Route("/events/{slug}", event_page),
]
