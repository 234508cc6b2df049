"""Briefings as they went out: the archive, one edition in three forms, a feed, asking for it, suggesting an item."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..client.input_types import SubscribeToBriefingInput, SuggestBriefingItemInput
from ..documents import as_word
from ..documents.briefing import briefing_document
from ..forms import SIGNED_OUT, TOO_FAST, Form, posted
from ..pages import caching, page
from ..query import page_number, text
from .account import to_sign_in
from .errors import absent, dress
from .notices import moment

LIST, SUGGEST, SUBSCRIBE = "/briefings", "/briefings/suggest", "/briefings/subscribe"
LONGEST = {"title": 160, "why": 1000, "link": 300}
SAID = {"suggested": "Thank you. The core team sees it when it makes the next briefing."}


# -- reading ---------------------------------------------------------------------------------------------
async def briefings(request: Request) -> Response:
    data = await api(request).briefing_list(page=page_number(request, 20), **call(request))
    done = SAID.get(text(request, "done"), "")
    return page(request, "briefings/list.html", data=data, found=data.briefings, done=done)


async def briefing(request: Request) -> Response:
    return await _one(request, "briefings/briefing.html")


async def to_print(request: Request) -> Response:
    return await _one(request, "briefings/print.html")


async def _one(request: Request, template: str) -> Response:
    data = await api(request).briefing_page(slug=request.path_params["slug"], **call(request))
    if data.briefing is None:
        return await absent(request)
    others = [one for one in data.briefings.items if one.path != data.briefing.path]
    return page(request, template, data=data, item=data.briefing, others=others[:4])


async def as_document(request: Request) -> Response:
    data = await api(request).briefing_page(slug=request.path_params["slug"], **call(request))
    if data.briefing is None:
        return await absent(request)
    origin = request.app.state.settings.frontend_origin
    document = briefing_document(data.briefing, data.site.name, origin)
    return await as_word(request, data.briefing.slug, document)


async def feed(request: Request) -> Response:
    """Atom (RFC 4287) of the public briefings: the same for everybody, so that any reader may keep it."""
    data = await api(request).briefing_feed(**call(request))
    origin = request.app.state.settings.frontend_origin
    found = data.briefings.items
    # A correction makes an entry new again.
    changed = {one.path: max([moment(one.begun_at), *(moment(c.made_at) for c in one.corrections)]) for one in found}
    name = escape(data.site.name)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">',
        f"<id>{escape(origin)}/briefings.xml</id><title>{name}: briefings</title>",
        f"<updated>{max(changed.values(), default='1970-01-01T00:00:00+00:00')}</updated>",
        f"<author><name>{name}</name></author>",
        f'<link rel="self" href={quoteattr(origin + "/briefings.xml")}/><link href={quoteattr(origin + LIST)}/>',
    ]
    for one in found:
        summary = "\n".join([one.note, *(f"• {item.title}" for item in one.items)]).strip()
        parts.append(
            f"<entry><id>{escape(origin + one.path)}</id><title>{escape(one.title)}</title>"
            f"<published>{moment(one.begun_at)}</published><updated>{changed[one.path]}</updated>"
            f'<link href={quoteattr(origin + one.path)}/><summary type="text">{escape(summary)}</summary></entry>'
        )
    headers = caching(request)
    if "ETag" in headers:
        headers["Cache-Control"] = "public, max-age=900"
    return Response("".join([*parts, "</feed>"]), headers=headers, media_type="application/atom+xml")


# -- asking for it ---------------------------------------------------------------------------------------
async def subscribe(request: Request) -> Response:
    """GET: what happens when one asks. POST: a mail with a link to confirm goes to the address."""
    form, status = Form.blank(), 200
    if request.method == "POST":
        form = await posted(request)
        if not form.notice and not form.get("email"):
            form.errors["email"] = "Write your e-mail address"
        if not form.wrong and await ask(request, form):
            return RedirectResponse("/briefings/subscribed", 303)
        status = 429 if form.notice == TOO_FAST else 422
    return page(request, "briefings/subscribe.html", data=await dress(request), form=form, status=status)


async def ask(request: Request, form: Form) -> bool:
    """Whether it was taken; otherwise form says why not."""
    try:
        wanted = SubscribeToBriefingInput(email=form.get("email"))
        answer = await api(request).subscribe_to_briefing(input=wanted, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "BAD_USER_INPUT":
                form.errors |= field_errors(error) or {"email": "Write an e-mail address"}
            case "RATE_LIMITED":
                form.notice = TOO_FAST
            case _:
                raise
        return False
    if answer.subscribe_to_briefing is None:
        raise HTTPException(503)
    return True


async def subscribed(request: Request) -> Response:
    return page(request, "briefings/subscribed.html", data=await dress(request))


# -- suggesting ------------------------------------------------------------------------------------------
async def suggest(request: Request) -> Response:
    data = await dress(request)
    form, status = Form.blank(link=text(request, "link")), 200
    if request.method == "POST":
        form = await posted(request)
        if not form.notice:
            check(form)
        if not form.wrong and await send(request, form):
            return RedirectResponse(f"{LIST}?done=suggested", 303)
        status = {TOO_FAST: 429, SIGNED_OUT: 401}.get(form.notice, 422)
    elif data is not None and not data.viewer.is_signed_in:
        return to_sign_in(request)
    return page(request, "briefings/suggest.html", data=data, form=form, status=status)


def check(form: Form) -> None:
    """Name what is wrong before the API is asked."""
    if not form.get("title"):
        form.errors["title"] = "Say what it is"
    if not form.get("why"):
        form.errors["why"] = "Say why others should hear of it"
    for name, most in LONGEST.items():
        if len(form.get(name)) > most:
            form.errors[name] = f"Make this shorter: {most:,} characters at most"


async def send(request: Request, form: Form) -> bool:
    """Whether it was taken; otherwise form says why not."""
    wanted = SuggestBriefingItemInput(
        submissionId=form.get("submission"), title=form.get("title"), why=form.get("why"), link=form.get("link")
    )
    try:
        answer = await api(request).suggest_briefing_item(input=wanted, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                form.notice = SIGNED_OUT
            case "BAD_USER_INPUT":
                form.errors |= field_errors(error) or {
                    "title": "This could not be saved. Check it and press send again"
                }
            case "RATE_LIMITED":
                form.notice = TOO_FAST
            case _:
                raise
        return False
    if answer.suggest_briefing_item is None:
        raise HTTPException(503)
    return True


ROUTES = [
    Route(LIST, briefings),
    Route("/briefings.xml", feed),
    Route(SUGGEST, suggest, methods=["GET", "POST"]),
    Route(SUBSCRIBE, subscribe, methods=["GET", "POST"]),
    Route("/briefings/subscribed", subscribed),
    Route("/briefings/{slug}.docx", as_document),
    Route("/briefings/{slug}/print", to_print),
    Route("/briefings/{slug}", briefing),
]
