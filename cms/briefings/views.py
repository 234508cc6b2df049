"""The links in mails to the public. Opening them changes nothing; their signed key is what counts when posted to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.briefings import subscriptions
from cms.core.errors import NotFound


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_subscription(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks; POST says yes."""
    confirmed = False
    if request.method == "POST":
        try:
            subscriptions.confirm(key=key)
        except NotFound:
            return render(request, "account/not_found.html", status=404)
        confirmed = True
    return render(request, "account/briefing_confirm.html", {"confirmed": confirmed})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_subscription(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks; POST stops the briefings, as often as it comes (RFC 8058): mail programs send no form token."""
    if not subscriptions.is_stop_key(key):
        return render(request, "account/not_found.html", status=404)
    stopped = request.method == "POST"
    if stopped:
        subscriptions.stop(key=key)
    return render(request, "account/briefing_stop.html", {"stopped": stopped})
