"""Files of signed copies of the registers, and the public keys: downloads behind the same rule as the rows."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cms.core.requester import Requester
from cms.snippets.models import RegisterKey, SnapshotFile
from members_api.access import Access
from members_api.file_views import HEADERS, counted, missing

TYPES = {
    SnapshotFile.Kind.JSON: "application/json",
    SnapshotFile.Kind.MANIFEST: "application/json",
    SnapshotFile.Kind.CSV: "text/csv; charset=utf-8",
}


@require_safe
@counted("Copies of the registers")
def snapshot_file(request: HttpRequest, requester: Requester, name: str) -> HttpResponseBase:
    """One file, whole: its bytes are those that were signed."""
    found = Access(requester).narrow(SnapshotFile.objects.filter(name=name)).first()
    if found is None:
        return missing(request, requester)
    try:
        content = found.content()
    except FileNotFoundError:
        return missing(request, requester)
    return _download(content, TYPES.get(found.kind, "application/octet-stream"), name)


@require_safe
@counted("Copies of the registers")
def public_key(request: HttpRequest, requester: Requester, key_id: str) -> HttpResponseBase:
    """A key with which copies were signed, as openssl reads it; above it a warning where others have it too."""
    found = Access(requester).narrow(RegisterKey.objects.filter(key_id=key_id)).first()
    if found is None:
        return missing(request, requester)
    return _download(found.as_file.encode(), "application/x-pem-file", f"register-key-{key_id}.pem")


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(True, name) or "attachment"
    headers = {**HEADERS, "Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
