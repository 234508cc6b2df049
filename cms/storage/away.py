"""What whoever asks is told while the store does not answer: the same words at every address."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cms.storage.ports import NotThere, StoreUnavailable

AWAY = "The files cannot be reached just now. Nothing is lost. Try again in a few minutes."


def away(words: str = AWAY) -> HttpResponse:
    """503, to be asked again in a minute."""
    headers = {"Cache-Control": "private, no-store", "Retry-After": "60"}
    return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8", headers=headers)


class StoreAway:
    """Around every address, the editors' screens too. A file that the store has lost is a fault, and stays one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        is_away = isinstance(exception, StoreUnavailable) and not isinstance(exception, NotThere)
        return away() if is_away else None
