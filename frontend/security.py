"""Cross-site request checks, form tokens, safe redirects and response headers. Pure functions."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import quote

from .settings import Settings

# Runs before first paint, so nothing shifts: the vendored components start only under this class. Allowed by its hash.
INLINE_SCRIPT = (
    "'noModule' in HTMLScriptElement.prototype&&document.body.classList.add('js-enabled','govuk-frontend-supported')"
)


def script_hash(source: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode() + "'"


def policy(settings: Settings, framed_by: str = "'none'") -> str:
    """The Content-Security-Policy. The CMS is named only where it lives at another origin."""
    cms = "" if settings.one_origin else f" {settings.cms_origin}"
    return "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            f"img-src 'self' data:{cms}",
            "font-src 'self'",
            f"script-src 'self' {script_hash(INLINE_SCRIPT)}",
            f"connect-src 'self'{cms}",
            f"form-action 'self'{cms}",
            "base-uri 'none'",
            f"frame-ancestors {framed_by}",
        )
    )


def headers(settings: Settings) -> dict[str, str]:
    """What every answer carries."""
    return {
        "Content-Security-Policy": policy(settings),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    }


def same_origin(headers: Mapping[str, str], origin: str) -> bool:
    """Whether a POST comes from our own pages. No evidence at all counts as no."""
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    sent = headers.get("origin")
    if sent is not None:
        return sent == origin
    return site == "same-origin"


def _mac(key: bytes, nonce: str, session: str) -> str:
    return hmac.new(key, f"{nonce}.{session}".encode(), hashlib.sha256).hexdigest()[:40]


def issue_token(key: bytes, session: str) -> str:
    """A form token bound to the member's session; a new nonce each time, so compression tells nothing."""
    nonce = secrets.token_hex(8)
    return f"{nonce}.{_mac(key, nonce, session)}"


def token_ok(key: bytes, session: str, token: str) -> bool:
    nonce, _, mac = token.partition(".")
    return hmac.compare_digest(mac.encode(), _mac(key, nonce, session).encode())


def safe_path(path: str, default: str = "/") -> str:
    r"""A path on this site, or the default. Browsers read \ as / and drop control characters."""
    if not path.startswith("/") or path[1:2] in ("/", "\\") or any(ord(c) < 33 or c == "\\" for c in path):
        return default
    return path


def sign_in_url(settings: Settings, path: str) -> str:
    """Where to sign in, coming back to `path`. The CMS checks `next` again."""
    return settings.cms("/account/login/") + _next(settings, path)


def change_organisation_url(settings: Settings, path: str) -> str:
    """Where a person of several bodies chooses whom to act for, coming back to `path`."""
    return settings.cms("/account/") + _next(settings, path) + "#organisations"


def second_factor_url(settings: Settings, path: str) -> str:
    """Where a second factor is used or set up, coming back to `path`."""
    return settings.cms("/account/second-factor/") + _next(settings, path)


def _next(settings: Settings, path: str) -> str:
    back = safe_path(path)
    if not settings.one_origin:
        back = settings.frontend_origin + back
    return "?next=" + quote(back, safe="/:")
