"""The picture of a file's first page, for whoever may open the file."""

from django.core.files.storage import storages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model

from cms.core.requester import Requester
from cms.storage.covers import cover_of
from members_api.access import Access
from members_api.file_views import HEADERS, NOT_KEPT, counted


@require_safe
@counted("Pictures")
def cover(request: HttpRequest, requester: Requester, pk: int) -> HttpResponseBase:
    """404 for hidden and absent alike, and where the file itself is held back. No opening of the file is recorded."""
    found = Access(requester).narrow(get_document_model().objects.filter(pk=pk)).first()
    name = cover_of(found) if found is not None else ""
    if not name:
        return HttpResponse(status=404, headers=NOT_KEPT)
    etag = f'"{name.rpartition("/")[2]}"'
    cached = {**HEADERS, "Cache-Control": "private, no-cache", "ETag": etag}  # asked again each time: rights may end
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=cached)
    try:
        opened = storages["made_here"].open(name)
    except FileNotFoundError:  # drawn again, or dropped, at this moment
        return HttpResponse(status=404, headers=NOT_KEPT)
    return FileResponse(opened, content_type="image/webp", headers=cached)
