"""Where somebody is signed in, and signing out there."""

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cms.members.models import User

OTHERS = "others"  # instead of one session's key


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """List one's sessions, the newest first; POST ends one of them, or all others. Somebody else's key does nothing."""
    found = sorted(UserSession.objects.purge_and_list(cast(User, request.user)), key=lambda row: -row.pk)
    if request.method == "POST":
        wanted = request.POST.get("session", "")
        ending = [row for row in found if not row.is_current() and wanted in (OTHERS, str(row.pk))]
        end_sessions(request, ending)
        if ending:
            template = "usersessions/messages/sessions_logged_out.txt"
            get_adapter(request).add_message(request, messages.INFO, template)
        return redirect("usersessions_list")
    return render(request, "usersessions/usersession_list.html", {"sessions": found})
