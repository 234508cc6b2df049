"""What a real installation refuses to start with: one bad setting a row, each with its own message."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import override_settings

from cms.members.checks import RULES, production
from tests.factories.people import UserFactory
from tests.factories.registers import make_partner

ROOT = Path(__file__).resolve().parents[2]
DATABASE = {"ENGINE": "django.db.backends.postgresql", "HOST": "db.example", "OPTIONS": {"sslmode": "verify-full"}}
GOOD = {
    "ENVIRONMENT": "production",
    "DEBUG": False,
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghij",
    "ALLOWED_HOSTS": ["members.example"],
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}},
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "mail.example",
    "EMAIL_USE_TLS": True,
    "EMAIL_USE_SSL": False,
    "ELASTICSEARCH_URL": "https://app:pw@search.example:9200",
    "S3_BUCKET": "files",
    "S3_ENDPOINT_URL": "https://files.example",
    "SECRET_KEY_FALLBACKS": ["zyxwvutsrqponmlkjihgfedcba9876543210zyxwvutsrqponmlkji"],
    "MFA_KEYS": ["a key of its own"],
    "MFA_REQUIRED": True,
    "CMS_ORIGIN": "https://members.example",
    "FRONTEND_ORIGIN": "https://members.example",
    "FRONTEND_ORIGINS": ["https://members.example"],
    "CSRF_TRUSTED_ORIGINS": ["https://members.example"],
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "CSRF_COOKIE_HTTPONLY": True,
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
    ("E014", {"MEMBERS_API": project.MEMBERS_API | {"TRUSTED_PROXIES": []}}),
    ("E015", {"SESSION_COOKIE_SECURE": False}),
    ("E015", {"CSRF_COOKIE_SECURE": False}),
    ("E016", {"SESSION_COOKIE_NAME": "sessionid"}),
    ("E018", {"MIDDLEWARE": [m for m in project.MIDDLEWARE if "SecondFactor" not in m]}),
    ("E020", {"SEARCH_FAULTS": "every third request"}),
    ("E020", {"FAULT_INJECTION": True}),
    ("E021", {"Q_CLUSTER": {"timeout": None, "retry": 300}}),
    ("E021", {"Q_CLUSTER": {"timeout": 60, "retry": 60}}),
    ("E021", {"Q_CLUSTER": {"timeout": 60, "retry": 300, "ALT_CLUSTERS": {"slow": {"timeout": 900}}}}),
    ("E022", {"ELASTICSEARCH_URL": "http://app:pw@search.example:9200"}),
    ("E022", {"ELASTICSEARCH_URL": "https://search.example:9200"}),
    ("E023", {"S3_BUCKET": "files", "S3_ENDPOINT_URL": "http://files.example"}),
    ("E024", {"EMAIL_HOST": "mail.example", "EMAIL_USE_TLS": False}),
    ("E025", {"MEMBERS_API": project.MEMBERS_API | {"TRUSTED_PROXIES": ["0.0.0.0/0"]}}),
    ("E025", {"MEMBERS_API": project.MEMBERS_API | {"TRUSTED_PROXIES": ["proxy.example"]}}),
    ("E026", {"DATA_UPLOAD_MAX_MEMORY_SIZE": None}),
    ("E026", {"DATA_UPLOAD_MAX_NUMBER_FIELDS": None}),
    ("E027", {"SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies"}),
    ("E027", {"SESSION_ENGINE": "django.contrib.sessions.backends.cache"}),
    ("E028", {"OIDC_TEST_ISSUER": "http://127.0.0.1:9000"}),
    ("E029", {"MIDDLEWARE": project.MIDDLEWARE[1:]}),
    ("E030", {"SECRET_KEY_FALLBACKS": ["short"]}),
    ("E031", {"SESSION_COOKIE_HTTPONLY": False}),
    ("E031", {"CSRF_COOKIE_HTTPONLY": False}),
    ("E031", {"SESSION_COOKIE_SAMESITE": "None"}),
    ("E032", {"CLAMD_ADDRESS": "127.0.0.1:9"}),
    ("E033", {"REGISTER_SIGNING_KEY": ""}),
    ("E033", {"REGISTER_SIGNING_KEY": "-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----"}),
]


def problems(monkeypatch, **changes):
    database = DATABASE | {key: changes.pop(key) for key in ("ENGINE", "OPTIONS") if key in changes}
    monkeypatch.setattr("cms.members.checks._database", lambda: database)  # the tests keep the database they have
    with override_settings(**(GOOD | changes)):
        errors = [message for message in production(None) if message.is_serious()]
        return {message.id.removeprefix("members."): message for message in errors}


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


@pytest.mark.django_db
def test_invented_data_is_refused(monkeypatch):
    make_partner("real")
    assert problems(monkeypatch) == {}
    make_partner("invented", is_example=True)
    assert list(problems(monkeypatch)) == ["E019"]


def test_it_is_said_that_no_virus_scanner_looks_at_files(db, monkeypatch):
    monkeypatch.setattr("cms.members.checks._problems", lambda: iter(()))
    assert [(message.id, message.is_serious()) for message in production(None)] == [("members.I001", False)]
    with override_settings(CLAMD_ADDRESS="127.0.0.1:9"):
        assert production(None) == []


def test_every_rule_has_a_row():
    assert {number for number, _ in BAD} | {"E017", "E019"} == set(RULES)


def start(tmp_path, process="cms", **changes):
    """What `infra/start` says and does in an environment of its own. The database is away, so nothing ever starts."""
    secret = tmp_path / "secret"
    secret.write_text(GOOD["SECRET_KEY"] + "\n")
    (tmp_path / "register-key").write_text(project.REGISTER_SIGNING_KEY)  # the one that these tests made for themselves
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY_FILE": str(secret),
        "REGISTER_SIGNING_KEY_FILE": str(tmp_path / "register-key"),
        "DATABASE_URL": "postgres://app:pw@127.0.0.1:1/none?sslmode=require",
        "CACHE_URL": "dbcache://cache",
        "EMAIL_URL": "smtp+tls://mail.example:587",
        "MFA_KEYS": "one,two",
        "ALLOWED_HOSTS": "members.example",
        "CMS_ORIGIN": "https://members.example",
        "FRONTEND_ORIGIN": "https://members.example",
        "FRONTEND_SECRET": GOOD["SECRET_KEY"],
        "TRUSTED_PROXIES": "10.0.0.5",
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
    } | changes
    command = [sys.executable, "infra/run/start.py", process]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def test_good_settings_pass_every_check_and_the_tables_are_asked_for(tmp_path):
    """Django's own checks too, at the level of warnings."""
    done = start(tmp_path)
    assert done.returncode == 1
    assert "ERRORS" not in done.stderr
    assert "WARNINGS" not in done.stderr
    assert "manage.py migrate" in done.stderr
    assert "cms process was not started" in done.stderr


def test_a_demo_setting_stops_the_start(tmp_path):
    done = start(tmp_path, "jobs", MFA_REQUIRED="0")
    assert done.returncode == 1
    assert "members.E010" in done.stderr
    assert "manage.py migrate" not in done.stderr
    assert "jobs process was not started" in done.stderr
    assert project.ENVIRONMENT == "test"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"FRONTEND_ORIGIN": "http://localhost:8080"}, "names this machine"),
        ({"FRONTEND_SECRET": "short"}, "FRONTEND_SECRET"),
    ],
)
def test_the_members_site_is_stopped_by_its_own_settings(tmp_path, changes, says):
    done = start(tmp_path, "frontend", **changes)
    assert done.returncode == 1
    assert says in done.stderr
    assert "frontend process was not started" in done.stderr


@pytest.fixture
def starter(monkeypatch):
    """The module of the start command, which here runs nothing: (module, what it would have become)."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    spec = importlib.util.spec_from_file_location("start_command", ROOT / "infra/run/start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    became = []
    monkeypatch.setattr(module.os, "execv", lambda program, arguments: became.append(arguments))
    monkeypatch.setattr(module.os, "environ", dict(os.environ))
    monkeypatch.setattr(module.os, "chdir", lambda folder: None)
    yield module, became
    sys.modules.pop("commands", None)


def test_each_process_is_started_by_its_own_name_after_its_own_checks(starter, monkeypatch):
    module, became = starter
    monkeypatch.setattr(module, "READY", dict.fromkeys(module.READY, lambda: ""))
    for name in module.READY:
        module.main([name])
    assert ["gunicorn" in became[0], "uvicorn" in became[1]] == [True, True]
    assert all("cms.jobs.watchdog" in command for command in became[2:])
    assert module.os.environ["Q_CLUSTER_NAME"] == "slow"
    monkeypatch.setattr(module, "READY", dict.fromkeys(module.READY, lambda: "no"))
    became.clear()
    assert [module.main([name]) for name in (*module.READY, "nothing")] == [1] * 5
    assert became == []
