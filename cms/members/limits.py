"""How often one network address may try to come in. A whole council leaves through one, so these limits are generous;
the strict one is counted by account and address (ACCOUNT_RATE_LIMITS).

The library would count them too, but under one lock for each address, and turns away whoever does not get it within a
second: at nine o'clock that was every fourth of a council (`python -m tests.drills.sign_ins`).
"""

from collections.abc import Callable
from typing import Any

from allauth.core.internal.ratelimit import truncate_ip
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.core.counting import add, so_far
from cms.core.network import address_of

MINUTE = 60
PER_MINUTE = {"sign_in": 300, "failed": 120, "sign_up": 60, "reset": 60}  # of one network address
COUNTED = {  # POSTs whose address begins so
    "/account/login/": "sign_in",
    "/account/2fa/webauthn/login/": "sign_in",
    "/account/through-organisation/": "sign_in",
    "/account/oidc/": "sign_in",
    "/account/signup/": "sign_up",
    "/account/password/reset/": "reset",
}


class Limits:
    """Middleware: too many tries from one address are answered before anything is looked at, but the form's token: what
    another site makes a browser send is not counted, or it could keep a council out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        if request.method != "POST":
            return None
        what = next((name for path, name in COUNTED.items() if request.path.startswith(path)), "")
        if not what or count(request, what) <= PER_MINUTE[what]:
            return None
        return render(request, "429.html", status=429)


def count(request: HttpRequest, what: str) -> int:
    """Count one more of this in the running minute; returns how many there are from this address."""
    return add(_name(request, what), 1, MINUTE)[0]


def has_failed_too_often(request: HttpRequest) -> bool:
    return so_far(_name(request, "failed"), MINUTE) >= PER_MINUTE["failed"]


def _name(request: HttpRequest, what: str) -> str:
    return f"{what}:{truncate_ip(address_of(request))}"
