"""A real installation. Secrets come from the environment or from files that it names; demo settings are refused.

The start command runs `manage.py check --deploy --fail-level WARNING` first (cms/members/checks.py).
"""

import os
from pathlib import Path

for _name in (
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "DATABASE_URL",
    "CACHE_URL",
    "EMAIL_URL",
    "INBOUND_EMAIL_URL",
    "MFA_KEYS",
    "REGISTER_SIGNING_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
):
    if _path := os.environ.get(f"{_name}_FILE"):
        os.environ[_name] = Path(_path).read_text().strip()

from cms.settings.base import *  # noqa: E402, F403
from cms.settings.env import env  # noqa: E402

ENVIRONMENT = "production"
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")  # never one that was made up on the way
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=True)
REGISTER_SIGNING_KEY = env.str("REGISTER_SIGNING_KEY", default="")

MEMBERS_API = MEMBERS_API | {"TRUSTED_PROXIES": env.list("TRUSTED_PROXIES", default=[])}  # noqa: F405

LINK_CHECKS = env.bool("LINK_CHECKS", default=True)
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health$"]  # asked by the platform without the proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # Wagtail's preview panel frames pages of this site, and nobody else's
