"""Files leave through here, after the same gate as rows. Tokens work; the storage's own address is never shown."""

import mimetypes
import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.audit.once import record_opening
from cms.core.errors import RateLimited, Unauthenticated
from cms.core.requester import ANONYMOUS, Requester
from cms.members.selectors import requester_for
from cms.tools.services import note_use
from members_api.access import Access
from members_api.rates import Meter

RANGE = re.compile(r"^bytes=([0-9]{0,18})-([0-9]{0,18})$")  # longer numbers cannot be read as one
CHUNK = 64 * 1024
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Vary": "Cookie, Authorization",
}
NOT_KEPT = {"Cache-Control": "private, no-store"}
View = Callable[..., HttpResponseBase]


def counted(what: str) -> Callable[[View], View]:
    """Around a view that takes (request, requester): calls of a token count on its minute and on its page of use."""

    def around(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                requester = requester_for(request)
            except Unauthenticated:
                return HttpResponse(status=401, headers=NOT_KEPT)
            if requester.token_id is None:
                return view(request, requester, *args, **kwargs)
            meter = Meter(requester.token_id)
            try:
                meter.count_call()
                response = view(request, requester, *args, **kwargs)
            except RateLimited as error:
                wait = {"Retry-After": str(error.details.get("retryAfter", 60))}
                response = HttpResponse(status=429, headers=NOT_KEPT | wait)
            meter.write(response)
            note_use(requester.token_id, what=what, refused=response.status_code >= 400)
            return response

        return answer

    return around


@require_safe
@counted("Documents")
def document(request: HttpRequest, requester: Requester, pk: int) -> HttpResponseBase:
    """One document as a download. 404 for hidden and absent alike; a visitor's browser is led to sign-in for both."""
    found = Access(requester).narrow(get_document_model().objects.filter(pk=pk)).first()
    if found is None or not found.file.storage.exists(found.file.name):
        return _missing(request, requester)
    response = _stream(request, found.file, mimetypes.guess_type(found.filename)[0] or "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.filename) or "attachment"
    response["Cache-Control"] = "private, no-store"
    if request.method == "GET" and not Access(ANONYMOUS).narrow(get_document_model().objects.filter(pk=pk)).exists():
        record_opening(requester, "file.opened", found)
    return response


@require_safe
@counted("Pictures")
def picture(request: HttpRequest, requester: Requester, pk: int, name: str) -> HttpResponseBase:
    """One size of a picture. 404 for hidden and absent alike."""
    rendition = get_image_model().get_rendition_model().objects.filter(pk=pk).first()
    if rendition is None or rendition.file.name.rpartition("/")[2] != name:
        return HttpResponse(status=404, headers=NOT_KEPT)
    if not Access(requester).narrow(get_image_model().objects.filter(pk=rendition.image_id)).exists():
        return HttpResponse(status=404, headers=NOT_KEPT)
    etag = f'"{pk}-{rendition.focal_point_key or "0"}-{name}"'
    cached = {**HEADERS, "Cache-Control": "private, no-cache", "ETag": etag}  # asked again each time: rights may end
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=cached)
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse(rendition.file.open("rb"), content_type=content_type, headers=cached)


def _missing(request: HttpRequest, requester: Requester) -> HttpResponse:
    visitor = requester.user_id is None and requester.token_id is None
    if visitor and "text/html" in request.headers.get("Accept", ""):
        query = urlencode({"next": settings.CMS_ORIGIN + request.path})
        return HttpResponseRedirect(
            f"{reverse('account_login')}?{query}", headers={"Cache-Control": "private, no-store"}
        )
    return HttpResponse(status=404, headers=NOT_KEPT)


def _stream(request: HttpRequest, file: Any, content_type: str) -> HttpResponseBase:
    """The file, or the part that a Range header asks for (one range; anything else gives the whole)."""
    size = int(file.size)
    common = {**HEADERS, "Accept-Ranges": "bytes"}
    asked = RANGE.match(request.headers.get("Range", ""))
    if asked is None or asked.groups() == ("", ""):
        return FileResponse(file.open("rb"), content_type=content_type, headers=common)
    first, last = asked.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end or start >= size:
        return HttpResponse(status=416, headers={**common, "Content-Range": f"bytes */{size}"})
    headers = {**common, "Content-Range": f"bytes {start}-{end}/{size}", "Content-Length": str(end - start + 1)}
    return StreamingHttpResponse(_part(file, start, end), status=206, content_type=content_type, headers=headers)


def _part(file: Any, start: int, end: int) -> Iterator[bytes]:
    with file.open("rb") as opened:
        opened.seek(start)
        left = end - start + 1
        while left > 0 and (chunk := opened.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
