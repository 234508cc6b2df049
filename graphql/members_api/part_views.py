"""A file that arrives in pieces: HEAD says how far it came, PATCH brings the next piece. A form remains the other way.

Sent by the members' pages' own script, for the person of the ticket alone. A file of which all pieces are here is
taken, or refused, at once (`Upload-Complete: ?1`); posting the form without files to the ticket's address ends it.
"""

import re
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.core.errors import BadInput, Conflict, NotFound, RateLimited, Unauthenticated
from cms.core.requester import Requester
from cms.members.selectors import requester_for
from cms.storage import upload_parts, uploads
from cms.storage.models import UploadTicket
from cms.storage.ports import StoreUnavailable
from cms.storage.upload_parts import PIECE, Piece, Standing
from members_api.upload_views import ABSENT, FOREIGN, HEADERS, is_from_us

MEDIA_TYPE = "application/offset+octet-stream"
NUMBER = re.compile(r"[0-9]{1,15}")
NOT_A_PIECE = "This is no piece of a file. Go back and choose the files again."
FULL = "There is no room for the file just now."
AWAY = "The place where files are kept does not answer just now."


@csrf_exempt  # as of the form: the address is signed and the person's own, and the Origin must be ours
@require_http_methods(["HEAD", "PATCH", "OPTIONS"])
def part(request: HttpRequest, signed: str, number: int) -> HttpResponse:
    """204 with `Upload-Offset`; 409 with the true one. 404 for all but the ticket's person, 410 after its end."""
    answer = HttpResponse(status=204) if request.method == "OPTIONS" else _answer(request, signed, number)
    for name, value in {**HEADERS, **_across(request)}.items():
        answer[name] = value
    return answer


def _answer(request: HttpRequest, signed: str, number: int) -> HttpResponse:
    if request.method == "PATCH" and not is_from_us(request):
        return _plain(FOREIGN, 403)
    try:
        by = requester_for(request)
    except Unauthenticated:
        return _plain(ABSENT, 404)
    ticket = uploads.ticket_at(signed, by)
    if ticket is None:
        return _plain(ABSENT, 404)
    try:
        if request.method == "HEAD":
            return _standing(upload_parts.standing_of(by=by, ticket=ticket, number=number))
        return _add(request, by, ticket, number)
    except NotFound:
        return _plain(ABSENT, 404)
    except Conflict as error:
        return HttpResponse(status=409, headers={"Upload-Offset": str(error.details["arrived"])})
    except RateLimited as error:
        return _plain(str(error), 429, wait=error.details.get("retryAfter", 60))
    except BadInput as error:
        return _plain(str(error), 400 if uploads.is_open(ticket) else 410)


def _add(request: HttpRequest, by: Requester, ticket: UploadTicket, number: int) -> HttpResponse:
    if request.content_type != MEDIA_TYPE:
        return _plain(NOT_A_PIECE, 415)
    numbers = [request.headers.get(name, "") for name in ("Upload-Offset", "Upload-Length", "Content-Length")]
    if not all(NUMBER.fullmatch(text) for text in numbers):
        return _plain(NOT_A_PIECE, 400)
    offset, size, length = map(int, numbers)
    if length > PIECE:
        return _plain(NOT_A_PIECE, 413)
    try:
        data = request.read(length)
    except UnreadablePostError:
        data = b""
    if len(data) != length:  # cut off on its way: the sender asks how far the file came
        return _plain(NOT_A_PIECE, 400)
    name = unquote(request.headers.get("Upload-Name", ""))[:1000]
    try:
        piece = Piece(name, size, offset, data)
        return _standing(upload_parts.add_piece(by=by, ticket=ticket, number=number, piece=piece))
    except StoreUnavailable:
        return _plain(AWAY, 503, wait=30)
    except OSError:
        return _plain(FULL, 503, wait=30)


def _standing(found: Standing) -> HttpResponse:
    headers = {"Upload-Offset": str(found.arrived)}
    if found.size is not None:
        headers["Upload-Length"] = str(found.size)
    if found.settled:
        headers["Upload-Complete"] = "?1"
    return HttpResponse(status=204, headers=headers)


def _across(request: HttpRequest) -> dict[str, str]:
    """Leave for the members' pages where they live at another origin than these addresses, and for nobody else."""
    origin = request.headers.get("Origin", "")
    if origin == settings.CMS_ORIGIN or origin not in settings.FRONTEND_ORIGINS:
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Methods": "HEAD, PATCH",
        "Access-Control-Allow-Headers": "Content-Type, Upload-Offset, Upload-Length, Upload-Name",
        "Access-Control-Expose-Headers": "Upload-Offset, Upload-Complete, Retry-After",
        "Access-Control-Max-Age": "600",
        "Vary": "Origin, Cookie, Authorization",
    }


def _plain(words: str, status: int, *, wait: object = None) -> HttpResponse:
    """Words that the sender is shown. `wait`: seconds until it is worth trying again."""
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8", headers=headers)
