"""Files from a host of their own (`FILES_ORIGIN`): what one might do in a browser, it does where nobody is signed in.

The site's own address of a file checks who asks and leads to a signed one at that host, good for a minute. There the
rights of the same caller are asked again; no cookie is needed, and that host answers nothing else.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from cms.core.requester import Requester
from cms.storage.addresses import SECONDS
from cms.storage.contents import content_of

SIGNER = signing.TimestampSigner(salt="members_api.file_host", sep="~")
PATH = "/documents/get/"
HEALTH = "/health"


def address_for(document: Any, requester: Requester) -> str:
    """For this caller, these bytes and one minute."""
    content = content_of(document.file.name)
    given = {
        "pk": document.pk,
        "sha": content.sha256 if content is not None else "",
        "user": requester.user_id,
        "acting": requester.acting_for,
        "factor": requester.second_factor,
    }
    return f"{settings.FILES_ORIGIN}{PATH}{SIGNER.sign_object(given, compress=True)}/"


def named_by(signed: str) -> dict[str, Any] | None:
    """What an address stands for; None for a forged one and for one that is older than a minute."""
    try:
        found: dict[str, Any] = SIGNER.unsign_object(signed, max_age=SECONDS)
    except signing.BadSignature:
        return None
    return found


class FilesHost:
    """That host serves files by signed addresses, and nothing else; the site's own hosts serve none by those."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed = request.path.startswith(PATH)
        host = settings.FILES_ORIGIN.split("://", 1)[-1]
        if host and request.META.get("HTTP_HOST", "") == host:
            if not signed and request.path != HEALTH:
                return HttpResponse(status=404, headers={"Cache-Control": "private, no-store"})
        elif signed:
            return HttpResponse(status=404, headers={"Cache-Control": "private, no-store"})
        return self.get_response(request)
