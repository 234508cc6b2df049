"""Files arrive through here: a form of the members' frontend posts to an address that `startUpload` gave."""

from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cms.core.errors import BadInput, NotFound, Unauthenticated
from cms.members.selectors import requester_for
from cms.storage import uploads
from cms.storage.models import UploadTicket
from cms.storage.uploads import TOO_LARGE, TOO_MANY, TOO_MUCH, Limits

HEADERS = {
    "Cache-Control": "private, no-store",
    "Vary": "Cookie, Authorization",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
FIELD = "file"
ABSENT = "There is nothing at this address. Go back and choose the files again."
FOREIGN = "Files are taken from the site's own pages alone. Go back and choose the files again."
FAR_TOO_MUCH = "That is far more than is taken at once. Go back and send fewer files."
NOT_A_FORM = "The files did not arrive whole. Go back and choose them again."
NO_ROOM = (
    "The files cannot be kept just now. Go back and send them again in a few minutes: this address stays open for an"
    " hour, and what was taken already is not taken twice."
)


class Quota(FileUploadHandler):
    """Counts while the files arrive: what is too much is read and dropped, and never reaches the disk."""

    def __init__(self, request: HttpRequest, limits: Limits) -> None:
        super().__init__(request)
        self.limits = limits
        self.files = self.total = self.size = 0
        self.left_out: list[tuple[str, str]] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.files, self.size = self.files + 1, 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        # Not sooner: Django would close the file before this one, which is complete.
        if self.files > self.limits.files:
            self._leave(TOO_MANY.format(count=self.limits.files))
        self.size += len(raw_data)
        self.total += len(raw_data)
        if self.size > self.limits.file_bytes:
            self._leave(TOO_LARGE.format(size=self.limits.file_bytes >> 20))
        if self.total > self.limits.total_bytes:
            self._leave(TOO_MUCH.format(size=self.limits.total_bytes >> 20))
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

    def _leave(self, reason: str) -> None:
        self.left_out.append((self.file_name or "", reason))
        raise SkipFile


@csrf_exempt  # the address is signed and the person's own, and the Origin must be ours: checked before the body is read
@require_POST
def upload(request: HttpRequest, signed: str) -> HttpResponse:
    """Take the files of one form, and send the browser back (303) to where it is told what came of each.

    404 for whoever is not the ticket's person, and for what never was; a ticket used before leads to what came of it.
    503 where the store is away or a disk is full: the ticket stays open, and the form may be sent again.
    """
    if not is_from_us(request):
        return _plain(FOREIGN, 403)
    try:
        by = requester_for(request)
    except Unauthenticated:
        return _plain(ABSENT, 404)
    ticket = uploads.ticket_at(signed, by)
    if ticket is None:
        return _plain(ABSENT, 404)
    try:
        purpose = uploads.purpose_of(ticket)
        if not uploads.is_open(ticket):
            return _back(ticket)
        if _announced(request) > 2 * purpose.limits.total_bytes:
            return _plain(FAR_TOO_MUCH, 413)
        quota = Quota(request, purpose.limits)
        request.upload_handlers = [quota, TemporaryFileUploadHandler(request)]
        sent = request.FILES.getlist(FIELD)[: purpose.limits.files]
        uploads.receive(
            by=by, ticket=ticket, files=((f.name or "", cast(BinaryIO, f.file)) for f in sent), left_out=quota.left_out
        )
    except NotFound:
        return _plain(ABSENT, 404)
    except BadInput:  # somebody pressed twice: the other press is taking them
        return _back(ticket)
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return _plain(NOT_A_FORM, 400)
    except OSError:  # StoreUnavailable too
        return _plain(NO_ROOM, 503)
    return _back(ticket)


def is_from_us(request: HttpRequest) -> bool:
    """A form of ours, by the browser's own word. No word at all counts as no; "null" does too."""
    if request.headers.get("Origin") not in {settings.CMS_ORIGIN, *settings.FRONTEND_ORIGINS}:
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "same-site")


def _announced(request: HttpRequest) -> int:
    text = request.headers.get("Content-Length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 1 << 60


def _back(ticket: UploadTicket) -> HttpResponse:
    path = uploads.purpose_of(ticket).back(ticket.target)
    mark = "&" if "?" in path else "?"
    return HttpResponse(
        status=303, headers={**HEADERS, "Location": f"{settings.FRONTEND_ORIGIN}{path}{mark}upload={ticket.pk}"}
    )


def _plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8", headers=HEADERS)
