"""Security headers, by place: a table, applied outside everything else, so that redirects and errors wear them too."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Respond = Callable[[HttpRequest], HttpResponse]
Origins = Callable[[], Iterable[str]]
POLICY, REPORT_ONLY = "Content-Security-Policy", "Content-Security-Policy-Report-Only"
NOWHERE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
NO_REFERRER = ("/account/invitation/", "/account/mails/", "/account/calendar/")  # their addresses hold a key
_form_targets: list[Origins] = []


def register_form_targets(origins: Origins) -> None:
    """Where else forms of the account pages may lead: origins of identity providers, asked for at each answer."""
    _form_targets.append(origins)


def account_policy() -> str:
    """The frontend's list; forms also lead back to the frontend, where signing in ends, and to identity providers."""
    targets = [*settings.FRONTEND_ORIGINS, *(origin for origins in _form_targets for origin in origins())]
    return (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
        f"connect-src 'self'; form-action 'self' {' '.join(dict.fromkeys(targets))}; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def admin_policy() -> str:
    """All is enforced but where scripts and styles may stand: some of Wagtail's screens write them into the page."""
    origins = " ".join(settings.FRONTEND_ORIGINS)
    return (
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; media-src 'self'; "
        f"frame-src 'self' {origins}; manifest-src 'self'; object-src 'none'; base-uri 'self'; "
        f"form-action 'self' {origins}; frame-ancestors 'self'"
    )


def admin_wish() -> str:
    """What the admin does not keep to yet: browsers say so in their console, and let it pass."""
    return "script-src 'self'; style-src 'self'"


def page_policy() -> str:
    """Errors and redirects, wherever they happen: at most our own styles and pictures."""
    return (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


@dataclass(frozen=True, slots=True)
class Place:
    """What answers below one address say. A view that set its own policy keeps it."""

    prefix: str
    policy: Callable[[], str]
    report_only: Callable[[], str] | None = None
    frames: str = "DENY"
    is_personal: bool = False  # never kept by browsers or proxies


PLACES = (
    Place("/account/", account_policy, is_personal=True),
    Place("/admin/", admin_policy, admin_wish, frames="SAMEORIGIN", is_personal=True),
    Place("/graphql/", lambda: NOWHERE),
    Place("/documents/", lambda: "sandbox; " + NOWHERE),
    Place("", page_policy),
)


def place_of(path: str) -> Place:
    return next(place for place in PLACES if path.startswith(place.prefix))


class Headers:
    """The first middleware of the list: what any other answers passes through here."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response, place = self.get_response(request), place_of(request.path)
        response.headers.setdefault(POLICY, place.policy())
        if place.report_only:
            response.headers.setdefault(REPORT_ONLY, place.report_only())
        response.headers["X-Frame-Options"] = place.frames
        response.headers["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        # A calendar says itself when it is to be asked again.
        if place.is_personal and not (
            request.path.startswith("/account/calendar/") and response.has_header("Cache-Control")
        ):
            response.headers["Cache-Control"] = "private, no-store"
        if request.path.startswith(NO_REFERRER):
            response.headers["Referrer-Policy"] = "no-referrer"
        return response
