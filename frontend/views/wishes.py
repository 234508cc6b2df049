"""“Tell us what you looked for”, open to everyone; what one asked to be told about; and the count of what is opened."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call, code
from ..client import GraphQLClientGraphQLMultiError
from ..client.exceptions import GraphQLClientError
from ..client.input_types import MakeWishInput, NoteOpenedInput, WithdrawWishInput
from ..forms import Form, posted
from ..pages import page
from ..query import page_number, text
from ..security import same_origin
from ..transport import ApiUnavailable
from .account import to_sign_in
from .errors import dress
from .open_forms import name_what_is_wrong, note_refusal, taken

LONGEST = {"text": 200, "note": 1000}
NAMES = {"text": "text", "note": "note", "tellMe": "tell_me"}  # the API's name of a field -> the form's
MARK = 300  # bytes that a browser may send of what was opened


def check(form: Form) -> None:
    """Name what is wrong before the API is asked."""
    name_what_is_wrong(form, {"text": "Say what you looked for"}, LONGEST)


async def wish(request: Request) -> Response:
    status = 200
    form = Form.blank(text=text(request, "q"))
    if request.method == "POST":
        form, answer, status = await taken(request, check, send)
        if answer is not None:
            return answer
    return page(request, "search/wish.html", data=await dress(request), form=form, status=status)


async def send(request: Request, form: Form) -> Response | None:
    """A redirect to the confirmation when it was kept; otherwise form says why not."""
    words = form.get("text")
    given = MakeWishInput(
        submissionId=form.get("submission"), text=words, note=form.get("note"), tellMe=bool(form.get("tell_me"))
    )
    try:
        saved = await api(request).make_wish(input=given, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        note_refusal(form, error, NAMES, "text")
        return None
    if saved.make_wish is None:
        raise HTTPException(503)
    told = {"told": "1"} if saved.make_wish.will_be_told else {}
    return RedirectResponse(f"/search/wish/sent?{urlencode({'q': words, **told})}", 303)


async def sent(request: Request) -> Response:
    told = request.query_params.get("told") == "1"
    return page(request, "search/wish_sent.html", data=await dress(request), q=text(request, "q"), told=told)


async def wishes(request: Request) -> Response:
    data = await api(request).wishes(page=page_number(request, 20), **call(request))
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    return page(request, "search/wishes.html", data=data, found=data.wishes, form=Form.blank())


async def withdraw(request: Request) -> Response:
    """One that is gone already, or was never theirs, is gone: the list shows it."""
    form = await posted(request)
    if not form.wrong and form.get("id"):
        try:
            await api(request).withdraw_wish(input=WithdrawWishInput(id=form.get("id")), **call(request))
        except GraphQLClientGraphQLMultiError as error:
            if code(error) != "NOT_FOUND":
                raise
    return RedirectResponse("/search/wishes", 303)


async def opened(request: Request) -> Response:
    """What app.js sends when a result is opened: the page's mark and the place. Nobody waits for the answer.

    It carries no form token: it says nothing but which of the results that this site showed was opened, and other
    sites can neither send it from a browser (the origin is checked) nor make a mark (the API has signed it).
    """
    if not same_origin(request.headers, request.app.state.settings.frontend_origin):
        raise HTTPException(403)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MARK:
            raise HTTPException(413)
    mark, _, place = body.decode("ascii", "replace").rpartition(" ")
    if mark and place.isdigit() and len(place) < 4:
        with suppress(GraphQLClientError, ApiUnavailable):  # a count that is lost costs nothing
            await api(request).note_opened(input=NoteOpenedInput(mark=mark, position=int(place)), **call(request))
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


ROUTES = [
    Route("/search/opened", opened, methods=["POST"]),
    Route("/search/wish", wish, methods=["GET", "POST"]),
    Route("/search/wish/sent", sent),
    Route("/search/wishes", wishes),
    Route("/search/wishes/withdraw", withdraw, methods=["POST"]),
]
