"""Tests: the database of DATABASE_URL (a throwaway PostgreSQL in CI, else SQLite), nothing kept, fast passwords."""

from cms.settings.base import *  # noqa: F403
from cms.settings.env import DATA_DIR, env

ENVIRONMENT = "test"
if (tables := env.str("TABLES_DATABASE_URL", default="")) and DATABASES["default"]["ENGINE"].endswith("postgresql"):  # noqa: F405
    # infra/test/run.py made every table once; a copy takes a second, the migrations most of a minute
    DATABASES["default"]["TEST"] = {"TEMPLATE": tables.rsplit("/", 1)[1]}  # noqa: F405
SECRET_KEY = "tests-only-tests-only-tests-only-tests-only-tests-only"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORE_DIR = DATA_DIR / "test-store"
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
ALLOWED_HOSTS = ["*"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MFA_REQUIRED = False
REPLY_DOMAIN = "answers.intranet.example"
