"""A person's own data and the end of their account: pages below /account/, after signing in anew."""

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cms.core import clock
from cms.core.errors import Conflict
from cms.members.models import User
from cms.members.selectors import requester_for
from cms.privacy.closing import close_account, obstacles
from cms.privacy.download import download
from cms.privacy.held import Then, all_held


def _person(request: HttpRequest) -> User:
    return User.objects.get(pk=int(request.user.pk or 0))


@login_required
@reauthentication_required(allow_get=True)
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest) -> HttpResponse:
    """GET says what is in the file. POST is the file."""
    if request.method != "POST":
        return render(request, "account/data.html")
    body = download(by=requester_for(request), user=_person(request))
    name = f"what-is-held-on-you-{clock.today().isoformat()}.zip"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(body, content_type="application/zip", headers=headers)


@login_required
@reauthentication_required(allow_get=True)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """GET says what goes, what stays and what stands in the way. POST with the box ticked closes the account."""
    person = _person(request)
    error = ""
    if request.method == "POST":
        if not request.POST.get("sure"):
            error = "Tick the box if you want to close your account for good"
        else:
            try:
                close_account(by=requester_for(request), user_id=person.pk)
            except Conflict:
                error = "Hand over what you look after first"
            else:
                logout(request)
                return render(request, "account/closed.html")
    context = {"error": error, "obstacles": obstacles(person), "fates": _fates()}
    return render(request, "account/close.html", context, status=422 if error else 200)


def _fates() -> list[tuple[str, list[str]]]:
    """(what becomes of it, what it is) in the order in which people ask: what goes first."""
    found = list(all_held())
    return [(then.value, sorted({held.what for held in found if held.then is then})) for then in Then]
