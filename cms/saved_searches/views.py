"""The link in the mails. Mail programs post to it without a cookie or a form token: its signed key is what counts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.saved_searches.delivery import person_of
from cms.saved_searches.services import stop_mails


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks, and changes nothing; POST stops the mails, as often as it comes (RFC 8058)."""
    person = person_of(key)
    if person is None:
        return render(request, "account/not_found.html", status=404)
    stopped = request.method == "POST"
    if stopped:
        stop_mails(user_id=person)
    return render(request, "account/saved_search_mails.html", {"stopped": stopped})
