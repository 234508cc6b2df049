"""Settings that hold everywhere. What belongs to one vendor is in parts/."""

import sys

# The names given twice are settings as they are.
from cms.settings.env import BASE_DIR as BASE_DIR
from cms.settings.env import CMS_ORIGIN as CMS_ORIGIN
from cms.settings.env import CSRF_COOKIE_NAME as CSRF_COOKIE_NAME
from cms.settings.env import DATA_DIR as DATA_DIR
from cms.settings.env import FRONTEND_ORIGIN as FRONTEND_ORIGIN
from cms.settings.env import SESSION_COOKIE_NAME as SESSION_COOKIE_NAME
from cms.settings.env import env, kept_secret

# graphql/ is a source root, not a package: append, never insert, or graphql-core would be hidden (docs/adr/0003).
if str(BASE_DIR / "graphql") not in sys.path:
    sys.path.append(str(BASE_DIR / "graphql"))

from cms.settings.parts.auth import *  # noqa: E402, F403
from cms.settings.parts.graphql import *  # noqa: E402, F403
from cms.settings.parts.jobs import *  # noqa: E402, F403
from cms.settings.parts.postbox import *  # noqa: E402, F403
from cms.settings.parts.registers import *  # noqa: E402, F403
from cms.settings.parts.retention import *  # noqa: E402, F403
from cms.settings.parts.search import *  # noqa: E402, F403
from cms.settings.parts.storage import *  # noqa: E402, F403
from cms.settings.parts.wagtail import *  # noqa: E402, F403

VERSION = (BASE_DIR / "VERSION").read_text().strip()
SECRET_KEY = kept_secret("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

INSTALLED_APPS = [
    "cms.core",
    "search",
    "cms.audit",
    "cms.jobs",
    "cms.notifications",
    "cms.storage",
    "cms.pages",
    "cms.snippets",
    "cms.members",
    "cms.signing",
    "cms.reviews",
    "cms.community",
    "cms.forum",
    "cms.briefings",
    "cms.events",
    "cms.consultations",
    "cms.joining",
    "cms.tools",
    "cms.privacy",
    "cms.postbox",
    "cms.discovery",
    "cms.searchlog",
    "cms.saved_searches",
    "cms.intake",
    "cms.reorganisation",
    "cms.drafting",
    "cms.overview",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",  # grapple imports the models of both
    "wagtail.embeds",
    "cms.members.wagtail_users.PeopleAdmin",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "grapple",
    "graphene_django",
    "members_api",
    "django_tasks",
    "django_q",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "cms.core.headers.Headers",  # first: redirects and errors wear them too
    "members_api.file_host.FilesHost",  # before anything else may answer at that host
    "django.middleware.security.SecurityMiddleware",
    "cms.core.middleware.LocalhostRedirect",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.core.middleware.RequestId",
    "cms.audit.middleware.RequestOrigin",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "cms.members.limits.Limits",
    "cms.members.middleware.IdleEnd",
    "cms.members.middleware.SecondFactor",
    "cms.members.middleware.Admin",
    "cms.members.middleware.Unauthorised",
    "cms.audit.unlogged.UnloggedWrites",
    "cms.storage.away.StoreAway",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "cms.core.context_processors.site",
            ]
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'intranet.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # All of these together: WAL alone locks more than the defaults do (docs/adr/0008).
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/cms-static/"
STATIC_ROOT = DATA_DIR / "cms-static"
STATICFILES_DIRS = [("members", BASE_DIR / "frontend" / "static")]  # the account pages wear the frontend's theme
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/admin/media/"  # pictures for editors alone; to readers files leave through views that check

CSRF_TRUSTED_ORIGINS = sorted({CMS_ORIGIN, FRONTEND_ORIGIN})
FRONTEND_ORIGINS = [FRONTEND_ORIGIN]
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_IDLE_SECONDS = 60 * 60
CSRF_FAILURE_VIEW = "cms.members.views.errors.csrf_failure"
PERMISSIONS_POLICY = (
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview panel frames its own pages

EMAIL_DIR = DATA_DIR / "mail"
EMAIL_CONFIG = env.email("EMAIL_URL", default=f"filemail:///{EMAIL_DIR}")
vars().update(EMAIL_CONFIG)
LINK_CHECKS = env.bool("LINK_CHECKS", default=False)  # whether jobs may ask public addresses if they still answer
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Information Sharing Network <no-reply@intranet.example>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
