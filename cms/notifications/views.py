"""The link in the mails. Mail programs post to it without a cookie or a form token: its key is what counts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.notifications import kinds
from cms.notifications.keys import STOP, find_key, note_use
from cms.notifications.preferences import DIGEST, stop


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mails(request: HttpRequest, key: str) -> HttpResponse:
    """GET asks, and changes nothing; POST stops the mails of this kind, as often as it comes (RFC 8058)."""
    found = find_key(key, purpose=f"{STOP}:")
    name = found.purpose.partition(":")[2] if found is not None else ""
    kind = kinds.find(name)
    if found is None or (kind is None and name != DIGEST):
        return render(request, "account/not_found.html", status=404)
    stopped = request.method == "POST"
    if stopped:
        stop(user_id=found.user_id, kind=name)
        note_use(found)
    return render(request, "account/stop_mails.html", {"stopped": stopped, "kind": kind})
