from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cms.audit.context import Origin, network_of, origin
from cms.core.network import address_of


class RequestOrigin:
    """Lets audit rows name the request and the network they came from. Stands after RequestId."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = origin.set(Origin(getattr(request, "request_id", ""), network_of(address_of(request))))
        try:
            return self.get_response(request)
        finally:
            origin.reset(token)
