"""Around each request: an idle session ends, a second factor where it counts, groups that follow roles."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cms.audit.once import record_refusal
from cms.core import clock, policy
from cms.core.errors import Unauthenticated
from cms.core.requester import Requester
from cms.members.factors import is_enrolled, proved_lately, used_in
from cms.members.roles import sync_groups
from cms.members.selectors import requester_for

Respond = Callable[[HttpRequest], HttpResponse]
# A person's own pages too: leaving and cover hand rights on, the address opens the account, the rest cannot be undone.
# Below people/ only leaving/… and cover/… are pages here; the others lead to the members' site.
GUARDED = (
    "/admin/",
    "/account/people/",
    "/account/leaving/",
    "/account/cover/",
    "/account/email/",
    "/account/data/",
    "/account/close/",
)
FACTORS = ("/account/2fa/", "/account/3rdparty/")
USING = (  # where a factor is used rather than changed
    "/account/2fa/authenticate/",
    "/account/2fa/reauthenticate/",
    "/account/2fa/webauthn/reauthenticate/",
    "/account/2fa/webauthn/login/",
    "/account/3rdparty/login/",
    "/account/3rdparty/signup/",
)
PROTECTING = (*FACTORS, "/account/password/set/", "/account/email/", "/account/data/", "/account/close/")
SEEN = "seen_at"  # session key: seconds
CHOOSERS = "/admin/snippets/choose/"  # Wagtail lists whole tables there to whoever enters: for those who edit them
EVERY = 60  # seconds: not a write on every request


class IdleEnd:
    """Desks are shared: a session ends after an hour without use, and after eight in any case."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = int(clock.now().timestamp())
            seen = request.session.get(SEEN, now)
            began = min((record["at"] for record in get_authentication_records(request, request.user)), default=now)
            if now - seen > settings.SESSION_IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif now - seen >= EVERY or SEEN not in request.session:
                request.session[SEEN] = now
        return self.get_response(request)


class SecondFactor:
    """A second factor used in this very session, not merely owned: for the admin, and for changes anywhere."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refused = refusal(request) if settings.MFA_REQUIRED else None
        refused = refused or guard_of_factors(request) or guard_of_directories(request)
        return refused or self.get_response(request)


def refusal(request: HttpRequest) -> HttpResponse | None:
    """The answer instead, when this request needs a second factor that the session does not have."""
    changes = request.method not in ("GET", "HEAD", "OPTIONS")
    guarded = request.path.startswith(GUARDED)
    if not guarded and not (changes and request.path.startswith(("/graphql/", "/documents/"))):
        return None
    if "Authorization" in request.headers or not request.user.is_authenticated:
        return None
    try:
        requester = requester_for(request)
    except Unauthenticated as refused:  # a token in the address; the API answers that itself
        return unauthenticated(refused) if guarded else None
    if not requester.held_back:
        return None
    if not guarded:
        error = {
            "message": "Sign in with your second factor to make changes.",
            "extensions": {"code": "FORBIDDEN", "requestId": getattr(request, "request_id", "")},
        }
        return JsonResponse({"errors": [error]}, status=403)
    return redirect(f"{reverse('account_second_factor')}?{urlencode({'next': request.get_full_path()})}")


def guard_of_factors(request: HttpRequest) -> HttpResponse | None:
    """Whoever has a second factor changes it with it: a session that was opened by password alone does not do."""
    if not request.path.startswith(FACTORS) or request.path.startswith(USING) or not request.user.is_authenticated:
        return None
    if used_in(request, request.user) or not is_enrolled(request.user):
        return None
    return redirect(f"{reverse('account_second_factor')}?{urlencode({'next': request.get_full_path()})}")


def guard_of_directories(request: HttpRequest) -> HttpResponse | None:
    """Whose account is opened by a directory alone signs in there once more before changing what protects it."""
    if not request.path.startswith(PROTECTING) or request.path.startswith(USING) or not request.user.is_authenticated:
        return None
    if proved_lately(request, request.user):
        return None
    return redirect(f"{reverse('account_once_more')}?{urlencode({'next': request.get_full_path()})}")


class Admin:
    """The editors' half is entered by today's site role alone; Wagtail's stored groups are made to follow it first."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/") and request.user.is_authenticated:
            requester = self._requester(request)
            sync_groups(request.user, requester)
            choosing = request.path.startswith(CHOOSERS) and not requester.is_editor
            if choosing or not policy.may(requester, "admin.enter"):
                record_refusal(requester, "admin.enter")
                return render(request, "account/no_admin.html", status=403)
        return self.get_response(request)

    @staticmethod
    def _requester(request: HttpRequest) -> Requester:
        try:
            return requester_for(request)
        except Unauthenticated:  # an API token opens no screen
            return Requester()


class Unauthorised:
    """A page asked for with a token that is no good, or with one in its address: 401 in plain words, not an error."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return unauthenticated(exception) if isinstance(exception, Unauthenticated) else None


def unauthenticated(error: Unauthenticated) -> HttpResponse:
    headers = {"WWW-Authenticate": "Bearer", "Cache-Control": "private, no-store"}
    return HttpResponse(str(error), status=401, content_type="text/plain; charset=utf-8", headers=headers)
