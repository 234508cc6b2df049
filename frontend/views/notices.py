"""How often we write, calendar addresses, owners who cannot be told, and the feed of public changes."""

from __future__ import annotations

from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..client.enums import NoticeFrequency
from ..client.input_types import (
    ChooseIspOwnerInput,
    MakeCalendarAddressInput,
    NoticeChoiceInput,
    RevokeCalendarAddressInput,
    SetNoticeChoicesInput,
)
from ..forms import SIGNED_OUT, Form, posted
from ..pages import caching, page
from ..query import choice, text
from .account import to_sign_in

SETTINGS, OWNERS = "/notifications/settings", "/organisation/owners"
SAID = {
    "saved": "Saved. What waits already follows your new choice within minutes.",
    "revoked": "That calendar address stopped working.",
    "chosen": "Saved. The new owner gets the reminders from now on.",
}
PREFIX = "kind-"


# -- settings --------------------------------------------------------------------------------------------
async def settings(request: Request) -> Response:
    """GET: what is chosen. POST: other choices."""
    form = None
    if request.method == "POST":
        form = await posted(request, limit=100)
        answer = None if form.notice else await save(request, form)
        if answer is not None:
            return answer
    return await show(request, form)


async def save(request: Request, form: Form) -> Response | None:
    """A redirect when it is saved; otherwise form says why not."""
    choices = []
    for name, value in form.values.items():
        frequency = choice(NoticeFrequency, value)
        if name.startswith(PREFIX) and frequency is not None:
            choices.append(NoticeChoiceInput(kind=name.removeprefix(PREFIX), frequency=frequency))
    try:
        await api(request).set_notice_choices(input=SetNoticeChoicesInput(choices=choices), **call(request))
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                form.notice = SIGNED_OUT
            case "BAD_USER_INPUT":
                form.errors |= {f"{PREFIX}{name}": message for name, message in field_errors(error).items()}
            case _:
                raise
        return None
    return RedirectResponse(f"{SETTINGS}?done=saved", 303)


async def show(request: Request, form: Form | None, address: str = "") -> Response:
    data = await api(request).notice_settings(**call(request))
    if not data.viewer.is_signed_in and form is None:
        return to_sign_in(request)
    status = 200 if form is None or not form.wrong else 401 if form.notice == SIGNED_OUT else 422
    done = SAID.get(text(request, "done"), "")
    return page(
        request,
        "account/notice_settings.html",
        data=data,
        found=data.notice_settings,
        form=form or Form.blank(),
        done=done,
        address=address,
        prefix=PREFIX,
        status=status,
    )


async def make_calendar(request: Request) -> Response:
    """The new address is shown in the answer to this POST, and never again."""
    form = await posted(request)
    if form.notice:
        return await show(request, form)
    try:
        wanted = MakeCalendarAddressInput(label=form.get("label"))
        made = await api(request).make_calendar_address(input=wanted, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                form.notice = SIGNED_OUT
            case "BAD_USER_INPUT":
                form.errors |= field_errors(error)
            case _:
                raise
        return await show(request, form)
    address = made.make_calendar_address.address if made.make_calendar_address else ""
    return await show(request, Form.blank(), address)


async def revoke_calendar(request: Request) -> Response:
    form = await posted(request)
    if form.notice:
        return await show(request, form)
    try:
        wanted = RevokeCalendarAddressInput(id=form.get("id"))
        await api(request).revoke_calendar_address(input=wanted, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        if code(error) == "UNAUTHENTICATED":
            form.notice = SIGNED_OUT
            return await show(request, form)
        if code(error) != "NOT_FOUND":  # pressed twice: it is gone
            raise
    return RedirectResponse(f"{SETTINGS}?done=revoked", 303)


# -- owners ----------------------------------------------------------------------------------------------
async def owners(request: Request) -> Response:
    """GET: agreements that we lead and whose owner cannot be told. POST: choose one."""
    form = None
    if request.method == "POST":
        form = await posted(request)
        answer = None if form.notice else await choose(request, form)
        if answer is not None:
            return answer
    data = await api(request).owners_to_choose(**call(request))
    if not data.viewer.is_signed_in and form is None:
        return to_sign_in(request)
    status = 200 if form is None or not form.wrong else 401 if form.notice == SIGNED_OUT else 422
    done = SAID.get(text(request, "done"), "")
    return page(
        request,
        "organisation/owners.html",
        data=data,
        found=data.owners_to_choose,
        form=form or Form.blank(),
        done=done,
        status=status,
    )


async def choose(request: Request, form: Form) -> Response | None:
    """A redirect when it is chosen; otherwise form says why not."""
    name = f"owner-{form.get('reference')}"
    if not form.get("owner"):
        form.errors[name] = "Choose who owns it"
        return None
    try:
        wanted = ChooseIspOwnerInput(
            reference=form.get("reference"), owner=form.get("owner"), expectedRevision=form.number("revision")
        )
        await api(request).choose_isp_owner(input=wanted, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                form.notice = SIGNED_OUT
            case "CONFLICT":
                form.notice = "Somebody changed this agreement since you opened the page. Look again, then save."
            case "BAD_USER_INPUT":
                form.errors[name] = next(iter(field_errors(error).values()), "Choose who owns it")
            case _:
                raise
        return None
    return RedirectResponse(f"{OWNERS}?done=chosen", 303)


# -- the feed --------------------------------------------------------------------------------------------
async def feed(request: Request) -> Response:
    """Atom (RFC 4287) of what changed in public: the same for everybody, so that any reader may keep it."""
    data = await api(request).public_changes(**call(request))
    origin = request.app.state.settings.frontend_origin
    entries = data.public_changes
    newest = max((entry.at for entry in entries), default="1970-01-01T00:00:00+00:00")
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">',
        f"<id>{escape(origin)}/changes.xml</id><title>{escape(data.site.name)}: what has changed</title>",
        f"<updated>{moment(newest)}</updated><author><name>{escape(data.site.name)}</name></author>",
        f'<link rel="self" href={quoteattr(origin + "/changes.xml")}/><link href={quoteattr(origin + "/")}/>',
    ]
    for entry in entries:
        parts.append(
            f"<entry><id>{escape(f'{origin}/changes.xml#{entry.key}')}</id><title>{escape(entry.title)}</title>"
            f"<updated>{moment(entry.at)}</updated><link href={quoteattr(origin + entry.path)}/>"
            f'<category term={quoteattr(entry.kind)}/><summary type="text">{escape(entry.summary)}</summary></entry>'
        )
    headers = caching(request)
    if "ETag" in headers:
        headers["Cache-Control"] = "public, max-age=900"
    return Response("".join([*parts, "</feed>"]), headers=headers, media_type="application/atom+xml")


def moment(value: object) -> str:
    """A moment as RFC 3339 has it."""
    return value.isoformat() if isinstance(value, datetime) else str(value)


ROUTES = [
    Route(SETTINGS, settings, methods=["GET", "POST"]),
    Route(f"{SETTINGS}/calendar", make_calendar, methods=["POST"]),
    Route(f"{SETTINGS}/calendar/revoke", revoke_calendar, methods=["POST"]),
    Route(OWNERS, owners, methods=["GET", "POST"]),
    Route("/changes.xml", feed),
]
