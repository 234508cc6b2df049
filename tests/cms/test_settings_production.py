"""What a real installation refuses to start with: one bad setting a row, each with its own message."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import override_settings

from cms.members.checks import RULES, production
from tests.factories.people import UserFactory

ROOT = Path(__file__).resolve().parents[2]
DATABASE = {"ENGINE": "django.db.backends.postgresql", "HOST": "db.example", "OPTIONS": {"sslmode": "verify-full"}}
GOOD = {
    "ENVIRONMENT": "production",
    "DEBUG": False,
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghij",
    "ALLOWED_HOSTS": ["members.example"],
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}},
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "MFA_KEYS": ["a key of its own"],
    "MFA_REQUIRED": True,
    "CMS_ORIGIN": "https://members.example",
    "FRONTEND_ORIGIN": "https://members.example",
    "FRONTEND_ORIGINS": ["https://members.example"],
    "CSRF_TRUSTED_ORIGINS": ["https://members.example"],
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-sessionid",
    "CSRF_COOKIE_NAME": "__Host-csrftoken",
}
BAD = [
    ("E001", {"ENVIRONMENT": "demo"}),
    ("E002", {"DEBUG": True}),
    ("E003", {"SECRET_KEY": "short"}),
    ("E003", {"SECRET_KEY": "x" * 60}),
    ("E003", {"SECRET_KEY": "django-insecure-0123456789abcdefghijklmnopqrstuvwxyz0123456789"}),
    ("E004", {"ALLOWED_HOSTS": ["*"]}),
    ("E004", {"ALLOWED_HOSTS": []}),
    ("E005", {"ENGINE": "django.db.backends.sqlite3"}),
    ("E006", {"OPTIONS": {}}),
    ("E006", {"OPTIONS": {"sslmode": "prefer"}}),
    ("E007", {"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}),
    ("E008", {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}),
    ("E008", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
    ("E009", {"MFA_KEYS": []}),
    ("E010", {"MFA_REQUIRED": False}),
    ("E011", {"FRONTEND_ORIGINS": ["http://members.example"]}),
    ("E011", {"CMS_ORIGIN": "http://members.example"}),
    ("E012", {"MFA_TOTP_INSECURE_BYPASS_CODE": "123456"}),
    ("E013", {"MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": True}),
    ("E014", {"ALLAUTH_TRUSTED_PROXY_COUNT": 0}),
    ("E015", {"SESSION_COOKIE_SECURE": False}),
    ("E015", {"CSRF_COOKIE_SECURE": False}),
    ("E016", {"SESSION_COOKIE_NAME": "sessionid"}),
    ("E018", {"MIDDLEWARE": []}),
]


def problems(monkeypatch, **changes):
    database = DATABASE | {key: changes.pop(key) for key in ("ENGINE", "OPTIONS") if key in changes}
    monkeypatch.setattr("cms.members.checks._database", lambda: database)  # the tests keep the database they have
    with override_settings(**(GOOD | changes)):
        return {message.id.removeprefix("members."): message for message in production(None)}


@pytest.mark.django_db
def test_good_settings_are_let_through(monkeypatch):
    assert problems(monkeypatch) == {}


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "changes"), BAD)
def test_each_bad_setting_is_refused_by_its_own_message(monkeypatch, number, changes):
    found = problems(monkeypatch, **changes)
    assert list(found) == [number]
    assert found[number].msg == RULES[number][1]


@pytest.mark.django_db
def test_demonstration_accounts_are_refused(monkeypatch):
    demo = UserFactory(is_example=True)
    assert list(problems(monkeypatch)) == ["E017"]
    demo.is_active = False
    demo.save()
    assert problems(monkeypatch) == {}


def test_every_rule_has_a_row():
    assert {number for number, _ in BAD} | {"E017"} == set(RULES)


def check(tmp_path, **changes):
    secret = tmp_path / "secret"
    secret.write_text(GOOD["SECRET_KEY"] + "\n")
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY_FILE": str(secret),
        "DATABASE_URL": "postgres://app:pw@127.0.0.1:1/none?sslmode=require",
        "CACHE_URL": "dbcache://cache",
        "EMAIL_URL": "smtp://mail.example:25",
        "MFA_KEYS": "one,two",
        "ALLOWED_HOSTS": "members.example",
        "CMS_ORIGIN": "https://members.example",
        "FRONTEND_ORIGIN": "https://members.example",
        "TRUSTED_PROXY_COUNT": "1",
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
    } | changes
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def test_the_production_settings_pass_djangos_own_checks(tmp_path):
    done = check(tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_start_is_stopped_by_a_demo_setting(tmp_path):
    done = check(tmp_path, MFA_REQUIRED="0")
    assert done.returncode != 0
    assert "members.E010" in done.stderr
    assert project.ENVIRONMENT == "test"
