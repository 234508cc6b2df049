import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

WELL_FORMED = re.compile(r"^[A-Za-z0-9-]{8,64}$")
Respond = Callable[[HttpRequest], HttpResponse]


class RequestId:
    """`request.request_id`: from a well-formed X-Request-ID, else new. Errors quote it, logs hold it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get("X-Request-ID", "")
        request.request_id = sent if WELL_FORMED.match(sent) else secrets.token_hex(8)  # type: ignore[attr-defined]
        return self.get_response(request)


class LocalhostRedirect:
    """127.0.0.1 and localhost keep separate cookies: people who type the address go to the name that we print."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.META.get("HTTP_HOST", "")
        wanted = settings.CMS_ORIGIN.split("://", 1)[-1]
        if (
            host.startswith("127.0.0.1")
            and wanted.startswith("localhost")
            and request.method in ("GET", "HEAD")
            and request.path.startswith(("/admin", "/account"))
        ):
            return HttpResponseRedirect(settings.CMS_ORIGIN + request.get_full_path())
        return self.get_response(request)
