"""Files leave through here, after the same gate as rows. Tokens work; the storage's own address is never shown."""

import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, BinaryIO
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
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
from cms.members.selectors import requester_for, requester_of
from cms.pages.renditions import SIZES
from cms.storage.addresses import address_of
from cms.storage.away import away
from cms.storage.contents import content_of
from cms.storage.files import media_type_of
from cms.storage.kinds import kind_of
from cms.storage.models import Content
from cms.storage.ports import StoreUnavailable
from cms.storage.waiting import is_served
from cms.tools.services import note_use
from members_api import file_host
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
            except StoreUnavailable:  # a tool's call counts, whatever came of it
                response = away()
            meter.write(response)
            note_use(requester.token_id, what=what, refused=response.status_code >= 400)
            return response

        return answer

    return around


@require_safe
@counted("Documents")
def document(request: HttpRequest, requester: Requester, pk: int) -> HttpResponseBase:
    """One document as a download. 404 for hidden and absent alike; a visitor's browser is led to sign-in for both."""
    found = visible_document(requester, pk)
    if found is None:
        return missing(request, requester)
    if settings.FILES_ORIGIN and request.method == "GET" and requester.token_id is None:  # a tool is no browser
        return _led(file_host.address_for(found, requester))
    return send(request, requester, found)


@require_safe
def from_file_host(request: HttpRequest, signed: str) -> HttpResponseBase:
    """The same file at the host for files, for the caller whom the address names: no cookie reaches that host. What
    they may see is asked again. 404 for what is forged, older than a minute, or hidden by now."""
    named = file_host.named_by(signed)
    if named is None:
        return HttpResponse(status=404, headers=NOT_KEPT)
    requester = ANONYMOUS
    if named["user"] is not None:
        user = get_user_model().objects.filter(pk=named["user"]).first()
        if user is None:
            return HttpResponse(status=404, headers=NOT_KEPT)
        requester = requester_of(user, acting_for=named["acting"], second_factor=named["factor"])
    found = visible_document(requester, named["pk"])
    content = content_of(found.file.name) if found is not None else None
    if found is None or (content.sha256 if content is not None else "") != named["sha"]:
        return HttpResponse(status=404, headers=NOT_KEPT)
    return send(request, requester, found)


def visible_document(requester: Requester, pk: int) -> Any:
    """None for what is hidden, absent, or held back by the virus scanner."""
    found = Access(requester).narrow(get_document_model().objects.filter(pk=pk)).first()
    return found if found is not None and is_served(found.file.name) else None


def send(request: HttpRequest, requester: Requester, found: Any) -> HttpResponseBase:
    """The bytes, or the way to the store's own door for large ones; on record either way. All that may fail is asked
    before the first header leaves. Raises StoreUnavailable."""
    name = found.file.name
    try:
        content = content_of(name)
        address = address_of(content, file_name=found.filename) if content and request.method == "GET" else ""
        response = _led(address) if address else _stream(request, found.file.storage.open(name), content)
    except FileNotFoundError:
        return missing(request, requester)
    if not address:
        response["Content-Disposition"] = content_disposition_header(True, found.filename) or "attachment"
        response["Cache-Control"] = "private, no-store"
    shown = response.status_code in (200, 206, 302)
    closed = not Access(ANONYMOUS).narrow(get_document_model().objects.filter(pk=found.pk)).exists()
    if request.method == "GET" and shown and closed:
        record_opening(requester, "file.opened", found)
    return response


def _led(address: str) -> HttpResponse:
    """A file's other address tells nobody where it was found."""
    return HttpResponseRedirect(address, headers={**NOT_KEPT, "Referrer-Policy": "no-referrer"})


@require_safe
@counted("Pictures")
def picture(request: HttpRequest, requester: Requester, pk: int, name: str) -> HttpResponseBase:
    """One of the sizes of a picture. 404 for hidden and absent alike, and for sizes made for other screens."""
    renditions = get_image_model().get_rendition_model().objects.filter(filter_spec__in=SIZES.values())
    rendition = renditions.filter(pk=pk).first()
    if rendition is None or rendition.file.name.rpartition("/")[2] != name:
        return HttpResponse(status=404, headers=NOT_KEPT)
    image = Access(requester).narrow(get_image_model().objects.filter(pk=rendition.image_id)).first()
    if image is None or not is_served(image.file.name):  # something may be found in a picture after it was drawn
        return HttpResponse(status=404, headers=NOT_KEPT)
    etag = f'"{pk}-{rendition.focal_point_key or "0"}-{name}"'
    cached = {**HEADERS, "Cache-Control": "private, no-cache", "ETag": etag}  # asked again each time: rights may end
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=cached)
    try:
        opened = rendition.file.storage.open(rendition.file.name)
    except FileNotFoundError:
        return HttpResponse(status=404, headers=NOT_KEPT)
    return FileResponse(opened, content_type=_drawn_type(opened), headers=cached)


def _drawn_type(opened: BinaryIO) -> str:
    kind = media_type_of(kind_of(opened, ""))
    return kind if kind.startswith("image/") else "application/octet-stream"


def missing(request: HttpRequest, requester: Requester) -> HttpResponse:
    """The same for what is hidden and what is not there: 404, and for a visitor's browser the way to sign in."""
    visitor = requester.user_id is None and requester.token_id is None
    if visitor and "text/html" in request.headers.get("Accept", ""):
        query = urlencode({"next": settings.CMS_ORIGIN + request.path})
        return HttpResponseRedirect(
            f"{reverse('account_login')}?{query}", headers={"Cache-Control": "private, no-store"}
        )
    return HttpResponse(status=404, headers=NOT_KEPT)


def _stream(request: HttpRequest, opened: Any, content: Content | None) -> HttpResponseBase:
    """The file, or the part that a Range header asks for (one range; anything else gives the whole). Its type is that
    of its bytes, whatever it is called; a file from before that was noted has none."""
    size = content.size if content is not None else int(opened.size)
    kind = media_type_of(content.kind if content is not None else "")
    common = {**HEADERS, "Accept-Ranges": "bytes"}
    asked = RANGE.match(request.headers.get("Range", ""))
    if asked is None or asked.groups() == ("", ""):
        return FileResponse(opened, content_type=kind, headers={**common, "Content-Length": str(size)})
    first, last = asked.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end or start >= size:
        opened.close()
        return HttpResponse(status=416, headers={**common, "Content-Range": f"bytes */{size}"})
    headers = {**common, "Content-Range": f"bytes {start}-{end}/{size}", "Content-Length": str(end - start + 1)}
    return StreamingHttpResponse(_part(opened, start, end), status=206, content_type=kind, headers=headers)


def _part(opened: Any, start: int, end: int) -> Iterator[bytes]:
    with opened:
        opened.seek(start)
        left = end - start + 1
        while left > 0 and (chunk := opened.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
