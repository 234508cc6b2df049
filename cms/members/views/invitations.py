"""Following an invitation. Mail scanners open links, so opening one changes nothing."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.errors import NotFound
from cms.members.invited import forget, invitation_of, remember
from cms.members.models import Invitation
from cms.members.selectors import has_account, requester_for
from cms.members.services import accept_invitation
from cms.members.tokens import digest


def absent(request: HttpRequest) -> HttpResponse:
    """Unknown, used, withdrawn and expired all answer alike."""
    return render(request, "account/invitation_absent.html", status=404)


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Remember the invitation in the session and take its token out of the address bar."""
    found = Invitation.objects.usable().filter(token_digest=digest(token)).first()
    if found is None:
        return absent(request)
    remember(request, found)
    return redirect("invitation_opened")


@require_http_methods(["GET", "HEAD", "POST"])
def opened(request: HttpRequest) -> HttpResponse:
    """What the invitation is; a button to accept it with the account one is signed in with, or to make one."""
    found = invitation_of(request)
    if found is None:
        return absent(request)
    signed_in = request.user.is_authenticated
    theirs = signed_in and request.user.email.lower() == found.email  # type: ignore[union-attr]
    if request.method == "POST":
        try:
            accept_invitation(by=requester_for(request), invitation=found)
        except NotFound:
            return absent(request)
        forget(request)
        return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)
    context = {"invitation": found, "theirs": theirs, "has_account": has_account(found.email)}
    return render(request, "account/invitation.html", context)
