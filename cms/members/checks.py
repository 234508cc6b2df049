"""What a real installation must not start with. Run by `manage.py check --deploy`."""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register
from django.db import Error as DatabaseError

from cms.members import deployed
from cms.snippets import register_keys
from cms.storage import scanning

Rule = Callable[[], bool]
TLS = ("require", "verify-ca", "verify-full")
NO_MAIL = ("console", "dummy", "filebased", "locmem")
ORIGINS = ("CMS_ORIGIN", "FRONTEND_ORIGIN")


def _database() -> dict[str, Any]:
    found: dict[str, Any] = settings.DATABASES["default"]
    return found


def _is_sqlite() -> bool:
    return bool(_database()["ENGINE"].endswith("sqlite3"))


def _open_line() -> bool:
    host, options = str(_database().get("HOST", "")), _database().get("OPTIONS", {})
    return (
        not _is_sqlite()
        and host not in deployed.LOCAL
        and not host.startswith("/")
        and options.get("sslmode") not in TLS
    )


def _weak_key() -> bool:
    key = settings.SECRET_KEY
    return len(key) < 50 or len(set(key)) < 5 or key.startswith(("django-insecure-", "tests-only"))


def _origins() -> list[str]:
    return [*settings.FRONTEND_ORIGINS, *settings.CSRF_TRUSTED_ORIGINS, *(getattr(settings, name) for name in ORIGINS)]


def _demo_accounts() -> bool:
    """Accounts that `make_demo` made have published passwords."""
    people = apps.get_model("members", "User")._default_manager
    try:
        usable = people.filter(is_example=True, is_active=True).exclude(password__startswith="!")  # noqa: S106 - no password
        return bool(usable.exists())
    except DatabaseError:
        return False  # away, or not migrated yet: other checks say so


RULES: dict[str, tuple[Rule, str]] = {
    "E001": (lambda: settings.ENVIRONMENT != "production", "These are not the settings of a real installation."),
    "E002": (lambda: bool(settings.DEBUG), "DEBUG shows the inside of the site to anybody."),
    "E003": (_weak_key, "SECRET_KEY must be secret and have 50 characters or more."),
    "E004": (
        lambda: not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS,
        "ALLOWED_HOSTS must name the site's hosts, without *.",
    ),
    "E005": (_is_sqlite, "SQLite is for one machine and a demonstration. Set DATABASE_URL to PostgreSQL."),
    "E006": (_open_line, "The database is on another host: DATABASE_URL needs sslmode=require or stronger."),
    "E007": (
        lambda: "locmem" in settings.CACHES["default"]["BACKEND"] or "dummy" in settings.CACHES["default"]["BACKEND"],
        "Limits live in the cache, so all processes need one: set CACHE_URL.",
    ),
    "E008": (
        lambda: any(f".{kind}." in settings.EMAIL_BACKEND for kind in NO_MAIL),
        "E-mail goes nowhere. Set EMAIL_URL.",
    ),
    "E009": (lambda: not settings.MFA_KEYS, "MFA_KEYS is missing: secrets of authenticator apps need their own key."),
    "E010": (lambda: not settings.MFA_REQUIRED, "MFA_REQUIRED=0 is for demo data alone."),
    "E011": (
        lambda: not all(origin.startswith("https://") for origin in _origins()),
        "CMS_ORIGIN, FRONTEND_ORIGIN and the trusted origins must begin with https://.",
    ),
    "E012": (
        lambda: bool(getattr(settings, "MFA_TOTP_INSECURE_BYPASS_CODE", None)),
        "MFA_TOTP_INSECURE_BYPASS_CODE opens every account.",
    ),
    "E013": (
        lambda: bool(getattr(settings, "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", False)),
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN is for development.",
    ),
    "E014": (
        lambda: not settings.MEMBERS_API["TRUSTED_PROXIES"],
        "TRUSTED_PROXIES is missing: everybody would have the proxy's address, and one attacker would stop them all.",
    ),
    "E015": (
        lambda: not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE),
        "Cookies must be sent over HTTPS alone.",
    ),
    "E016": (
        lambda: (
            not (settings.SESSION_COOKIE_NAME.startswith("__Host-") and settings.CSRF_COOKIE_NAME.startswith("__Host-"))
        ),
        "SESSION_COOKIE_NAME and CSRF_COOKIE_NAME must begin with __Host-, for the CMS and the frontend alike.",
    ),
    "E017": (_demo_accounts, "There are demonstration accounts, whose passwords are known. Close or delete them."),
    "E018": (
        lambda: "members.middleware.SecondFactor" not in " ".join(settings.MIDDLEWARE),
        "The middleware that asks for a second factor is missing.",
    ),
    "E019": (deployed.has_examples, "There are invented examples among the data. Start with an empty database."),
    "E020": (deployed.injects_faults, "A setting makes parts of the site fail on purpose. It is for tests."),
    "E021": (
        deployed.jobs_are_unguarded,
        "Each cluster of Q_CLUSTER needs a timeout, and a retry that is longer: else jobs hang, or run twice.",
    ),
    "E022": (
        deployed.search_is_open,
        "Elasticsearch is on another host: ELASTICSEARCH_URL needs https:// and a name or key to sign in with.",
    ),
    "E023": (deployed.files_are_open, "Files leave this host in clear: S3_ENDPOINT_URL must begin with https://."),
    "E024": (
        deployed.mail_is_open,
        "E-mail leaves this host in clear: EMAIL_URL must begin with smtp+tls:// or smtp+ssl://.",
    ),
    "E025": (
        deployed.proxies_are_too_many,
        "TRUSTED_PROXIES must name the addresses of your own proxies: anybody else could claim any address.",
    ),
    "E026": (deployed.takes_anything, "DATA_UPLOAD_MAX_…: a form may be sent without limit, and fill the memory."),
    "E027": (
        deployed.sessions_cannot_be_ended,
        "SESSION_ENGINE must keep sessions in the database: kept anywhere else they cannot be ended.",
    ),
    "E028": (deployed.test_sign_in_is_on, "OIDC_TEST_ISSUER lets anybody in who asks the test's own provider."),
    "E029": (deployed.headers_are_not_first, "cms.core.headers.Headers must be the first of MIDDLEWARE."),
    "E030": (
        deployed.fallbacks_are_weak,
        "SECRET_KEY_FALLBACKS must be former keys of 50 characters or more, not the key of today.",
    ),
    "E031": (
        deployed.cookies_are_given_away,
        "Cookies must be kept from scripts, and from other sites' forms: ..._COOKIE_HTTPONLY, ..._COOKIE_SAMESITE.",
    ),
    "E033": (
        register_keys.is_missing,
        "REGISTER_SIGNING_KEY is missing or cannot be read: the monthly copies of the registers could not be signed.",
    ),
    "E032": (
        scanning.is_silent,
        "CLAMD_ADDRESS names a virus scanner that does not answer: every file that comes would wait, seen by nobody.",
    ),
}
NOT_SCANNED = (
    "Files that people send are judged by their kind and never run here, but no virus scanner looks at them "
    "(CLAMD_ADDRESS is not set): say so to your security adviser."
)


@register(Tags.security, deploy=True)
def production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found = list(_problems())
    return found if scanning.is_configured() else [*found, Info(NOT_SCANNED, id="members.I001")]


def _problems() -> Iterator[CheckMessage]:
    for number, (is_wrong, message) in RULES.items():
        if is_wrong():
            yield Error(message, id=f"members.{number}")
