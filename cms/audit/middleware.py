from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cms.audit.context import Origin, network_of, origin


class RequestOrigin:
    """Lets audit rows name the request and the network they came from. Stands after RequestId."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = request.META.get("REMOTE_ADDR", "")
        token = origin.set(Origin(getattr(request, "request_id", ""), network_of(address)))
        try:
            return self.get_response(request)
        finally:
            origin.reset(token)
