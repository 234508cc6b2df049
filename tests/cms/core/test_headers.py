"""Place x header, as security.md has them, for answers of every kind: pages, redirects, errors, refusals."""

import pytest
from django.test import Client

from cms.core import headers
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
# (address, status, what the policy holds, what it must not hold)
PLACES = [
    ("/account/login/", 200, ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"), ("unsafe",)),
    ("/account/no-such/", 404, ("default-src 'none'", "frame-ancestors 'none'"), ("unsafe",)),
    ("/admin/", 302, ("default-src 'none'", "object-src 'none'", "frame-ancestors 'self'"), ("unsafe-eval",)),
    ("/admin/login/", 302, ("default-src 'none'",), ("unsafe-eval",)),
    ("/graphql/?id=none", 404, ("default-src 'none'", "frame-ancestors 'none'"), ("'self'",)),
    ("/documents/999999/", 404, ("default-src 'none'",), ("'self'",)),
    ("/health", None, ("default-src 'none'", "frame-ancestors 'none'"), ("unsafe", "script-src")),
    ("/no-such-page", 404, ("default-src 'none'", "frame-ancestors 'none'"), ("unsafe", "script-src")),
]
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}
FORGED = ["evil.example", "members.example.evil.example", "evil.example:443", "members.example:x", "a b"]


@pytest.mark.parametrize(("address", "status", "holds", "never"), PLACES)
def test_each_place_has_its_policy(client, address, status, holds, never):
    answer = client.get(address)
    assert status in (None, answer.status_code)
    policy = answer["Content-Security-Policy"]
    assert all(part in policy for part in holds), policy
    assert not [part for part in never if part in policy], policy
    assert {name: answer[name] for name in ALWAYS} == ALWAYS
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["X-Frame-Options"] == ("SAMEORIGIN" if address.startswith("/admin") else "DENY")


def test_the_admin_says_what_it_does_not_keep_to_yet(client):
    client.force_login(UserFactory(site_role="core_editor"))
    answer = client.get("/admin/")
    assert answer.status_code == 200
    assert answer["Content-Security-Policy-Report-Only"] == headers.admin_wish()
    assert answer["Cache-Control"] == "private, no-store"


def test_a_refused_form_wears_them_too():
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/account/login/", {"login": "a@example.org"})
    assert refused.status_code == 403
    assert "default-src 'none'" in refused["Content-Security-Policy"]


def test_forms_of_account_pages_lead_to_the_providers_that_are_named(client, monkeypatch):
    monkeypatch.setattr(headers, "_form_targets", [lambda: ["https://login.council.example"]])
    policy = client.get("/account/login/")["Content-Security-Policy"]
    assert "https://login.council.example" in policy.split("form-action")[1].split(";")[0]


@pytest.mark.parametrize("host", FORGED)
@pytest.mark.parametrize("address", ["/account/login/", "/health", "/graphql/?id=x", "/no-such-page"])
def test_a_forged_host_is_not_answered(client, settings, host, address):
    settings.ALLOWED_HOSTS = ["members.example"]
    answer = client.get(address, HTTP_HOST=host)
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_over_https_browsers_are_told_to_stay_there(client, settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    answer = client.get("/no-such-page", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
