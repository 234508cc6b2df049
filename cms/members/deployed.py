"""What stands open towards other machines, and what was made for trying out: the second half of cms.members.checks."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import Error as DatabaseError

LOCAL = ("", "localhost", "127.0.0.1", "::1")
SERVER_SIDE = ("django.contrib.sessions.backends.db", "django.contrib.sessions.backends.cached_db")
WIDEST = {4: 8, 6: 32}  # bits of the widest network that can be one's own proxies


def has_examples() -> bool:
    """Rows of any kind that `make_demo` invented. Its accounts have a check of their own."""
    label = "is_example"
    kinds = [model for model in apps.get_models() if label in {field.name for field in model._meta.get_fields()}]
    try:
        return any(
            model._default_manager.filter(is_example=True).exists()
            for model in kinds
            if model._meta.label != settings.AUTH_USER_MODEL
        )
    except DatabaseError:
        return False  # away, or not migrated yet: other checks say so


def injects_faults() -> bool:
    """Tests make services fail on purpose; a setting that does so has no place in a real installation."""
    named = (name for name in dir(settings) if name.isupper())
    return any(getattr(settings, name) for name in named if name.startswith("FAULT") or "_FAULT" in name)


def jobs_are_unguarded() -> bool:
    """A job without an end holds its worker for ever, and one that is given again before its end runs twice."""
    cluster = settings.Q_CLUSTER
    found = [cluster, *({**cluster, **other} for other in cluster.get("ALT_CLUSTERS", {}).values())]
    return any(not one.get("timeout") or one.get("retry", 0) <= one["timeout"] for one in found)


def search_is_open() -> bool:
    parts = urlsplit(settings.ELASTICSEARCH_URL)
    if not settings.ELASTICSEARCH_URL or (parts.hostname or "") in LOCAL:
        return False
    return parts.scheme != "https" or not (parts.username or settings.ELASTICSEARCH_API_KEY)


def files_are_open() -> bool:
    parts = urlsplit(settings.S3_ENDPOINT_URL)
    return bool(settings.S3_BUCKET) and parts.scheme == "http" and (parts.hostname or "") not in LOCAL


def mail_is_open() -> bool:
    if "smtp" not in settings.EMAIL_BACKEND or settings.EMAIL_HOST in LOCAL:
        return False
    return not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL)


def proxies_are_too_many() -> bool:
    """Whose word about the caller's address counts: single addresses or small networks of our own."""
    try:
        named = [ipaddress.ip_network(one, strict=False) for one in settings.MEMBERS_API["TRUSTED_PROXIES"]]
    except ValueError:
        return True
    return any(network.prefixlen < WIDEST[network.version] for network in named)


def takes_anything() -> bool:
    limits: list[Any] = [
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        settings.DATA_UPLOAD_MAX_NUMBER_FILES,
    ]
    return None in limits or limits[0] > 20_000_000


def sessions_cannot_be_ended() -> bool:
    return settings.SESSION_ENGINE not in SERVER_SIDE


def test_sign_in_is_on() -> bool:
    return bool(getattr(settings, "OIDC_TEST_ISSUER", None))


def headers_are_not_first() -> bool:
    return list(settings.MIDDLEWARE[:1]) != ["cms.core.headers.Headers"]


def fallbacks_are_weak() -> bool:
    return any(len(key) < 50 or key == settings.SECRET_KEY for key in settings.SECRET_KEY_FALLBACKS)


def cookies_are_given_away() -> bool:
    """To scripts of a page, or with a form that stands on another site. Strict would lose who comes back from their
    organisation's own sign-in."""
    hidden = settings.SESSION_COOKIE_HTTPONLY and settings.CSRF_COOKIE_HTTPONLY
    return not hidden or {settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE} - {"Lax", "Strict"} != set()
