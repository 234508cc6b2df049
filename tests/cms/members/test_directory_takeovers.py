"""Ways to take over an account through an organisation's directory, each tried against the real provider."""

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as project
from django.core.cache import cache
from django.test import Client

from cms.core.requester import SYSTEM
from cms.members.models import SignInProvider, User
from cms.members.services import invite, token_of
from tests.cms.members.test_account_pages import HOSTILE, code, person, sign_in
from tests.factories.directories import DOMAIN, issuer, knows, make_provider, walk_there
from tests.factories.people import PASSWORD, PartnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.service("oidc"), pytest.mark.xdist_group("oidc")]
BEGIN = "/account/oidc/exampleshire/login/"
ADDRESS = f"sam@{DOMAIN}"


@pytest.fixture(autouse=True)
def _test_directory(settings):
    settings.OIDC_TEST_ISSUER = issuer()
    cache.clear()


@pytest.fixture
def row():
    return make_provider()


def connected(row, **fields):
    user = person(email=ADDRESS, **fields)
    SocialAccount.objects.create(user=user, provider=row.key, uid="one")
    knows("one", email=ADDRESS, email_verified=True)
    return user


def is_in(client):
    return client.get("/account/").status_code == 200


def test_two_answers_of_a_directory_that_name_two_people_are_refused(row):
    connected(row)
    knows("one", email=ADDRESS, email_verified=True, at_userinfo={"sub": "another"})
    client = Client()
    assert client.get(walk_there(client.post(BEGIN), "one")).status_code == 401
    knows("another", email=f"x@{DOMAIN}", email_verified=True, at_userinfo={"sub": "one"})
    assert client.get(walk_there(client.post(BEGIN), "another")).status_code == 401
    assert not is_in(client)


def test_the_way_back_works_once_and_for_the_directory_that_was_asked_alone(row):
    connected(row)
    client = Client()
    back = walk_there(client.post(BEGIN), "one")
    other = make_provider(key="second", client_id="second", issuer="https://second.example", domains=["second.example"])
    SignInProvider.objects.filter(pk=other.pk).update(issuer=f"{issuer()}/")  # the same machine, by another name
    SocialAccount.objects.create(user=person(), provider=other.key, uid="one")
    SignInProvider.objects.filter(pk=row.pk).update(client_id="first")
    SignInProvider.objects.filter(pk=other.pk).update(client_id="intranet")
    assert client.get(back.replace("/exampleshire/", "/second/")).status_code == 401
    assert not is_in(client)
    SignInProvider.objects.filter(pk=other.pk).update(client_id="second")
    SignInProvider.objects.filter(pk=row.pk).update(client_id="intranet")
    back = walk_there(client.post(BEGIN), "one")
    assert client.get(back).status_code == 302
    assert is_in(client)
    client.post("/account/logout/")
    assert client.get(back).status_code == 401
    assert not is_in(client)


def test_afterwards_nobody_is_led_elsewhere(row):
    connected(row)
    for following in HOSTILE[:4]:
        for begin in (BEGIN, "/account/through-organisation/"):
            client = Client()
            back = walk_there(client.post(begin, {"email": ADDRESS, "next": following}), "one")
            assert client.get(back)["Location"] == project.FRONTEND_ORIGIN + "/"


def test_an_invitation_does_not_open_an_account_that_is_there_already(row):
    user = person(email=ADDRESS)
    knows("thief", email=ADDRESS, email_verified=True)
    found = invite(by=SYSTEM, partner_id=PartnerFactory().pk, email=ADDRESS)
    client = Client()
    client.get(f"/account/invitation/{token_of(found)}/")
    assert client.get(walk_there(client.post(BEGIN), "thief")).status_code == 403
    assert (is_in(client), User.objects.get(), SocialAccount.objects.count()) == (False, user, 0)
    assert client.get("/account/3rdparty/signup/").status_code == 302  # no form of the library's is left open


def test_the_session_gets_a_new_key_and_a_second_factor_of_ones_own_is_still_asked(row):
    user = connected(row)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    client = Client()
    answer = client.post(BEGIN)
    planted = client.session.session_key
    assert "/account/2fa/authenticate/" in client.get(walk_there(answer, "one"))["Location"]
    assert not is_in(client)
    client.post("/account/2fa/authenticate/", {"code": code(secret)})
    assert is_in(client)
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies[project.SESSION_COOKIE_NAME] = planted
    assert not is_in(thief)


def test_a_session_without_the_factor_connects_no_directory(row):
    user = person(email=ADDRESS)
    knows("one", email=ADDRESS, email_verified=True)
    client, _ = sign_in(user)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    TOTP.activate(user, generate_totp_secret())
    client.get(walk_there(client.post(BEGIN, {"process": "connect"}), "one"))
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("path", ["password/set/", "2fa/totp/activate/", "2fa/webauthn/add/", "email/", "close/"])
def test_an_account_without_a_password_is_asked_for_again_where_it_signs_in(row, path):
    user = connected(row)
    user.set_unusable_password()
    user.save()
    client = Client()
    client.get(walk_there(client.post(BEGIN), "one"))
    address = f"/account/{path}"
    assert client.get(address).status_code == 200  # a moment after signing in
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=6)):
        for answer in (client.get(address), client.post(address)):
            assert answer["Location"].startswith("/account/once-more/?next=%2Faccount%2F")
        page = client.get(answer["Location"]).content.decode()
        assert f"Sign in at {row.name}" in page
        led = client.post(BEGIN, {"once_more": "1", "next": address})
        assert parse_qs(urlsplit(led["Location"]).query)["prompt"] == ["login"]
        assert client.get(walk_there(led, "one"))["Location"] == address
        assert client.get(address).status_code == 200
