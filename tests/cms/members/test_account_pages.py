"""Signing in and out, where `next` may lead, and the pages of an account."""

import datetime
import re
from types import SimpleNamespace

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal import flows as totp_flows
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from cms.jobs.services import run_waiting
from cms.members.adapter import is_safe_address
from cms.members.models import SiteRole
from tests.factories.people import PASSWORD, PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db
HOSTILE = [
    "http://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    f"https://{settings.FRONTEND_ORIGIN.split('//')[1]}/",
    "http://localhost:9/",
    f"{settings.FRONTEND_ORIGIN}@evil.example/",
    "javascript:alert(1)",
    " http://evil.example",
    "http:evil.example",
    "http:///evil.example",
    f"{settings.FRONTEND_ORIGIN}.evil.example/",
    "/\tevil.example",
    "http://[::1",
]


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


def person(**fields):
    user = UserFactory(**fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(user, client=None, password=PASSWORD, **data):
    client = client or Client()
    return client, client.post("/account/login/", {"login": user.email, "password": password, **data})


@pytest.mark.parametrize("url", ["/admin/", f"{settings.FRONTEND_ORIGIN}/isps/ISP-0042?tab=parties"])
def test_next_leads_where_we_are(url):
    _, answer = sign_in(person(), next=url)
    assert (answer.status_code, answer["Location"]) == (302, url)


@pytest.mark.parametrize("url", HOSTILE)
def test_next_never_leads_elsewhere(url):
    assert not is_safe_address(url)
    _, answer = sign_in(person(), next=url)
    assert answer["Location"] == settings.FRONTEND_ORIGIN + "/"


def test_signing_out_takes_a_button_and_ends_at_the_frontend():
    client, _ = sign_in(person())
    assert client.get("/account/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/account/logout/")["Location"] == settings.FRONTEND_ORIGIN + "/"
    assert "_auth_user_id" not in client.session


def test_the_session_gets_a_new_key_at_sign_in():
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    sign_in(person(), client)
    assert client.session.session_key != before
    stale = Client()
    stale.cookies[settings.SESSION_COOKIE_NAME] = before
    assert "_auth_user_id" not in stale.session


@pytest.mark.parametrize(
    "path", ["/admin/login/", "/_util/login/", "/admin/password_reset/", "/admin/password_reset/done/"]
)
def test_no_password_form_of_wagtails_is_left(path):
    user = person(site_role="core_editor")
    client = Client()
    answer = client.post(path, {"username": user.email, "email": user.email, "password": PASSWORD})
    assert answer["Location"].startswith("/account/")
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/pages/")["Location"] == "/account/login/?next=/admin/pages/"


def test_a_session_ends_after_an_hour_without_use_and_after_eight_in_any_case():
    now = datetime.datetime(2026, 11, 2, 8, tzinfo=datetime.UTC)
    with time_machine.travel(now, tick=False) as clock:
        client, _ = sign_in(person())
        for _ in range(2):
            clock.shift(59 * 60)
            assert client.get("/account/").status_code == 200
        clock.shift(61 * 60)
        assert client.get("/account/").status_code == 302
    with time_machine.travel(now, tick=False) as clock:
        client, _ = sign_in(person())
        for _ in range(8):
            clock.shift(59 * 60)
            assert client.get("/account/").status_code == 200
        clock.shift(30 * 60)
        assert client.get("/account/").status_code == 302


def test_account_pages_wear_the_theme_and_are_kept_by_nobody():
    client, _ = sign_in(person(member_of=[PartnerFactory(name="Sample Council")]))
    for path in ("", "logout/", "password/change/", "email/", "2fa/", "sessions/", "reauthenticate/"):
        answer = client.get(f"/account/{path}", follow=True)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert '<link rel="stylesheet" href="/cms-static/members/theme.css">' in page
        assert "<script" not in page
        assert 'style="' not in page
        assert page.count("<h1>") == 1
        assert answer["Cache-Control"] == "private, no-store"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert settings.FRONTEND_ORIGIN in answer["Content-Security-Policy"]
    for path in ("login/", "password/reset/", "password/reset/done/", "signup/", "inactive/", "confirm-email/"):
        answer = Client().get(f"/account/{path}")
        assert answer.status_code == 200, path
        assert "app-header" in answer.content.decode()


def test_mistakes_are_summarised_and_linked_to_their_fields():
    answer = Client().post("/account/login/", {"login": "", "password": ""})
    page = answer.content.decode()
    assert "<title>Error: Sign in" in page
    assert 'href="#id_login">Fill in: e-mail address' in page
    assert 'aria-describedby="id_login-error"' in page


def test_links_in_mail_come_from_the_settings():
    user = person()
    Client().post("/account/password/reset/", {"email": user.email}, headers={"host": "evil.example"})
    run_waiting()
    message = mail.outbox[0]
    assert "evil" not in message.body + message.subject
    link = re.search(r"http\S+", message.body)[0]
    assert link.startswith(settings.CMS_ORIGIN + "/account/password/reset/key/")
    client = Client()
    page = client.get(link.removeprefix(settings.CMS_ORIGIN), follow=True)
    new = {"password1": "another long password", "password2": "another long password"}
    assert client.post(page.redirect_chain[-1][0], new, follow=True).status_code == 200
    assert sign_in(user, password="another long password")[1].status_code == 302


def test_acting_for_another_organisation_and_only_for_ones_own():
    first, second, other = PartnerFactory(name="A body"), PartnerFactory(name="B body"), PartnerFactory()
    client, _ = sign_in(person(member_of=[first, second]))
    answer = client.post(
        "/account/acting-for/", {"partner": second.pk, "next": f"{settings.FRONTEND_ORIGIN}/organisation"}
    )
    assert answer["Location"] == f"{settings.FRONTEND_ORIGIN}/organisation"
    assert client.session["acting_for"] == second.pk
    for wrong in (other.pk, "x", ""):
        assert client.post("/account/acting-for/", {"partner": wrong}).status_code == 404
    assert client.session["acting_for"] == second.pk
    assert client.post("/account/acting-for/", {"partner": first.pk, "next": "//evil.example"})["Location"] == (
        settings.FRONTEND_ORIGIN + "/"
    )


def code(secret, shift=0):
    return totp.format_hotp_value(
        totp.hotp_value(secret, int(datetime.datetime.now(datetime.UTC).timestamp()) // 30 + shift)
    )


@pytest.fixture
def at_once(monkeypatch):
    """What allauth does once an app was set up, without waiting for the test's transaction, which never commits."""
    monkeypatch.setattr(totp_flows, "transaction", SimpleNamespace(on_commit=lambda run: run()))


def test_an_editor_uses_a_second_factor_in_this_session(settings, at_once):
    settings.MFA_REQUIRED = True
    user = person(site_role="core_editor")
    client, _ = sign_in(user)
    assert client.get("/admin/")["Location"] == "/account/second-factor/?next=%2Fadmin%2F"
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    secret = client.session["mfa.totp.secret"]
    assert client.post("/account/2fa/totp/activate/", {"code": code(secret)}).status_code == 302
    assert secret not in str(Authenticator.objects.get(user=user, type="totp").data)
    assert client.get("/admin/").status_code == 200  # the code that set it up was one
    again, answer = sign_in(user)
    assert "/account/2fa/authenticate/" in answer["Location"]
    assert "_auth_user_id" not in again.session


@pytest.mark.parametrize(("role", "needed"), [("core_editor", True), ("management_group", True), ("moderator", False)])
def test_changes_through_the_api_need_it_too(settings, role, needed):
    settings.MFA_REQUIRED = True
    user = person(member_of=[PartnerFactory()])
    SiteRole.objects.create(user=user, role=role)
    client, _ = sign_in(user)
    answer = client.post("/graphql/", "{}", content_type="application/json")
    refused = answer.status_code == 403 and "second factor" in answer.content.decode()
    assert refused is needed


@pytest.mark.parametrize("path", ["/account/", "/account/leaving/"])
def test_a_page_asked_for_with_a_bad_token_says_so(path, settings):
    """A stray header, or a token in the address, beside a good session: refused in words, never an error."""
    settings.MFA_REQUIRED = True
    client, _ = sign_in(person())
    in_address = f"{path}?t=mip_1_{'A' * 43}"
    for answer in (client.get(path, headers={"Authorization": "Basic eDp4"}), client.get(in_address)):
        assert answer.status_code == 401
        assert "token" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
