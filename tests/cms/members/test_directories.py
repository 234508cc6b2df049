"""Signing in through an organisation's own directory: against a real OpenID provider (infra/services/oidc)."""

import datetime

import pytest
import time_machine
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from cms.audit.models import AuditEvent
from cms.core import clock
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import SYSTEM, Requester
from cms.members.models import SignInProvider, User
from cms.members.selectors import requester_of
from cms.members.services import invite, token_of
from cms.members.services.sign_in import save_provider
from cms.members.tasks import carry_out_ends
from tests.cms.members.test_account_pages import person, sign_in
from tests.factories.admin import signed_in, staff
from tests.factories.directories import DOMAIN, issuer, knows, make_provider, walk_there
from tests.factories.people import PASSWORD, PartnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("oidc")]  # one directory, whose people have one name each
real = pytest.mark.service("oidc")
BEGIN = "/account/oidc/exampleshire/login/"
ADDRESS = f"sam@{DOMAIN}"


@pytest.fixture(autouse=True)
def _test_directory(settings):
    settings.OIDC_TEST_ISSUER = issuer()
    settings.MFA_REQUIRED = True
    cache.clear()


def through(client, sub, **data):
    """Begin at us, sign in there as `sub`, and come back."""
    return client.get(walk_there(client.post(BEGIN, data), sub))


def is_in(client):
    return client.get("/account/").status_code == 200


def invited(email=ADDRESS, partner=None):
    found = invite(by=SYSTEM, partner_id=(partner or PartnerFactory()).pk, email=email, name="Sam Sample")
    client = Client()
    client.get(f"/account/invitation/{token_of(found)}/")
    return client


@real
def test_a_first_sign_in_takes_an_invitation_and_the_next_ones_do_not():
    body = make_provider().partner
    knows("one", email=ADDRESS, email_verified=True, given_name="Sam", family_name="Sample")
    client = invited(partner=body)
    assert through(client, "one").status_code == 302
    user = User.objects.get()
    assert (user.email, str(user), user.has_usable_password()) == (ADDRESS, "Sam Sample", False)
    assert requester_of(user).partners == {body.pk}
    account = SocialAccount.objects.get()
    assert (account.uid, account.provider, account.extra_data) == ("one", "exampleshire", {})
    knows("one", email=f"renamed@{DOMAIN}", email_verified=True)  # the number counts, not the address
    again = Client()
    assert through(again, "one", next="/account/cover/")["Location"] == "/account/cover/"
    assert is_in(again)
    assert User.objects.get().email == ADDRESS


@real
@pytest.mark.parametrize(
    ("invitation", "claims", "fields", "works"),
    [
        ("", {"email": ADDRESS, "email_verified": True}, {}, False),
        (ADDRESS, {"email": ADDRESS, "email_verified": False}, {}, False),
        (ADDRESS, {"email": ADDRESS, "email_verified": "false"}, {}, False),
        (ADDRESS, {"email": ADDRESS}, {}, False),
        (ADDRESS, {"email": ADDRESS}, {"trusts_addresses": True}, True),
        (ADDRESS, {"email": f"other@{DOMAIN}", "email_verified": True}, {}, False),
        ("sam@other.example", {"email": "sam@other.example", "email_verified": True}, {}, False),
        ("sam@other.example", {"email": "sam@other.example"}, {"trusts_addresses": True}, False),
        (ADDRESS, {}, {}, False),
    ],
)
def test_no_address_opens_an_account_that_is_not_invited_proved_and_of_that_organisation(
    invitation, claims, fields, works
):
    make_provider(**fields)
    knows("somebody", **claims)
    client = invited(invitation) if invitation else Client()
    answer = through(client, "somebody")
    assert (answer.status_code, is_in(client), User.objects.count()) == ((302, True, 1) if works else (403, False, 0))


@real
def test_an_account_with_the_same_address_is_not_opened_and_the_answer_does_not_tell():
    make_provider()
    knows("thief", email=ADDRESS, email_verified=True)
    without = through(Client(), "thief")
    person(email=ADDRESS)
    beside = through(Client(), "thief")
    assert (beside.status_code, beside.content) == (without.status_code, without.content)
    assert not SocialAccount.objects.exists()


@real
@pytest.mark.parametrize(
    ("counts", "amr", "strong"), [(True, ["pwd", "mfa"], True), (True, ["pwd"], False), (False, ["mfa"], False)]
)
def test_a_second_factor_there_counts_where_the_row_says_so(counts, amr, strong):
    row = make_provider(counts_second_factor=counts)
    editor = person(site_role="core_editor", email=ADDRESS)
    SocialAccount.objects.create(user=editor, provider=row.key, uid="editor")
    knows("editor", email=ADDRESS, email_verified=True, amr=amr)
    client = Client()
    through(client, "editor")
    assert client.get("/admin/").status_code == (200 if strong else 302)
    methods = [record["method"] for record in client.session[AUTHENTICATION_METHODS_SESSION_KEY]]
    assert ("mfa" in methods) is strong


@real
def test_what_does_not_hold_together_is_refused():
    row = make_provider()
    user = person(email=ADDRESS)
    SocialAccount.objects.create(user=user, provider=row.key, uid="one")
    knows("one", email=ADDRESS, email_verified=True)
    client = Client()
    back = walk_there(client.post(BEGIN), "one")
    assert Client().get(back).status_code == 401  # another browser's: no state
    session = client.session
    session["sign_in_nonce:exampleshire"] = "of another sign-in"
    session.save()
    assert client.get(back).status_code == 401
    back = walk_there(client.post(BEGIN), "one")
    SignInProvider.objects.update(issuer="https://elsewhere.example")
    assert client.get(back).status_code == 401
    SignInProvider.objects.update(issuer=issuer())
    back = walk_there(client.post(BEGIN), "one")
    SignInProvider.objects.update(ends_on=clock.today() - datetime.timedelta(1))
    assert client.get(back).status_code in (401, 404)
    assert not is_in(client)
    SignInProvider.objects.update(ends_on=None)
    assert through(client, "one").status_code == 302
    assert is_in(client)


@real
def test_connecting_takes_the_account_the_password_and_the_same_address(mailoutbox):
    row = make_provider()
    user = person(email=ADDRESS)
    knows("foreign", email=f"foreign@{DOMAIN}", email_verified=True)
    knows("own", email=ADDRESS, email_verified=True)
    client, _ = sign_in(user)
    assert "/reauthenticate/" in client.get("/account/3rdparty/")["Location"]
    assert through(client, "own", process="connect").status_code == 302  # not just after the password
    assert not SocialAccount.objects.exists()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert row.name in client.get("/account/3rdparty/").content.decode()
    assert through(client, "foreign", process="connect").status_code == 403
    assert not SocialAccount.objects.exists()
    through(client, "own", process="connect")
    assert SocialAccount.objects.get().user == user
    assert "now opens your account" in mailoutbox[-1].subject
    fresh = Client()
    through(fresh, "own")
    assert is_in(fresh)
    other, _ = sign_in(person(email=f"second@{DOMAIN}"))
    other.post("/account/reauthenticate/", {"password": PASSWORD})
    through(other, "own", process="connect")
    assert SocialAccount.objects.get().user == user
    client.post("/account/3rdparty/", {"provider": row.key})
    assert not SocialAccount.objects.exists()
    assert "no longer opens" in mailoutbox[-1].subject


@real
def test_the_address_leads_to_the_directory_of_its_domain_and_tells_nothing_of_the_person():
    make_provider()
    person(email=ADDRESS)
    page = "/account/through-organisation/"
    known = [Client().post(page, {"email": email})["Location"] for email in (ADDRESS, f"nobody@{DOMAIN}")]
    assert all(where.startswith(f"{issuer()}/auth?") and "code_challenge=" in where for where in known)
    unknown = Client().post(page, {"email": "x@unknown.example"})
    assert "Nobody has set this up" in unknown.content.decode()
    assert issuer() in Client().get(page)["Content-Security-Policy"].partition("form-action")[2]


@real
def test_its_end_signs_out_whom_it_let_in_and_lets_nobody_in():
    row = make_provider()
    user = person(email=ADDRESS)
    SocialAccount.objects.create(user=user, provider=row.key, uid="one")
    knows("one", email=ADDRESS, email_verified=True)
    client = Client()
    through(client, "one")
    assert is_in(client)
    row.ends_on = clock.today() - datetime.timedelta(1)
    save_provider(by=SYSTEM, provider=row, domains=[DOMAIN])
    assert not is_in(client)
    assert client.post(BEGIN).status_code == 404


def test_the_day_after_its_last_one_sessions_from_before_end_once():
    late = datetime.datetime.combine(clock.today(), datetime.time(23, 50), clock.LONDON)
    row = make_provider(ends_on=late.date())
    user, other = person(email=ADDRESS), person()
    SocialAccount.objects.create(user=user, provider=row.key, uid="one")
    with time_machine.travel(late, tick=False) as hands:
        theirs, others = sign_in(user)[0], sign_in(other)[0]
        carry_out_ends()
        assert is_in(theirs)
        hands.shift(datetime.timedelta(minutes=20))
        again, _ = sign_in(user)  # by password, after its end
        for _ in range(2):
            carry_out_ends()
            assert [is_in(client) for client in (theirs, again, others)] == [False, True, True]


def test_only_a_button_begins_it_and_only_there():
    make_provider()
    assert Client().get(BEGIN).status_code == 405
    assert Client().post("/account/oidc/unknown/login/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"issuer": "http://directory.example"}, "issuer"),
        ({"issuer": "https://a:b@directory.example"}, "issuer"),
        ({"domains": ["not a domain"]}, "domains"),
        ({"domains": ["taken.example"]}, "domains"),
        ({"how": ""}, "how"),
        ({"secret": ""}, "secret"),
        ({"more_origins": "https://a.example/path"}, "more_origins"),
    ],
)
def test_a_row_is_checked(fields, where):
    make_provider(domains=["taken.example"])
    row = {"key": "second", "name": "Second", "issuer": "https://second.example", "client_id": "second"}
    given = {"secret": "s", "domains": ["second.example"], "how": "We rang."}
    given |= {key: fields.pop(key) for key in list(fields) if key in given}
    with pytest.raises(BadInput) as refused:
        save_provider(by=SYSTEM, provider=SignInProvider(partner=PartnerFactory(), **row | fields), **given)
    assert list(refused.value.details["fields"]) == [where]


def test_the_core_team_alone_keeps_them_and_key_and_issuer_never_change():
    row = make_provider()
    assert row.sealed_secret not in ("", row.secret)
    with pytest.raises(Forbidden):
        save_provider(by=Requester(user_id=1), provider=row, domains=[DOMAIN])
    for name in ("key", "issuer"):
        changed = SignInProvider.objects.get(pk=row.pk)
        setattr(changed, name, "https://other.example")
        with pytest.raises(ValidationError):
            changed.save()


def test_the_core_team_enters_a_directory_and_its_secret_is_never_shown(settings):
    settings.MFA_REQUIRED = False
    client = signed_in(staff())
    fields = {
        "partner": PartnerFactory().pk,
        "name": "Exampleshire",
        "key": "exampleshire",
        "issuer": "https://directory.example",
        "client_id": "intranet",
        "secret": "a very secret word",
        "domains": f"{DOMAIN}\n@second.example",
        "how": "",
        "more_origins": "",
        "starts_on": "",
        "ends_on": "",
    }
    page = client.post("/admin/people/sign-in/add/", fields).content.decode()
    assert "Say how you made sure" in page
    assert not SignInProvider.objects.exists()
    assert client.post("/admin/people/sign-in/add/", fields | {"how": "We rang."}).status_code == 302
    row = SignInProvider.objects.get()
    assert [(one.domain, one.verified_how) for one in row.domains.all()] == [
        (DOMAIN, "We rang."),
        ("second.example", "We rang."),
    ]
    page = client.get(f"/admin/people/sign-in/edit/{row.pk}/").content.decode()
    assert "a very secret word" not in page
    assert DOMAIN in client.get("/admin/people/sign-in/").content.decode()
    changed = fields | {"secret": "", "domains": DOMAIN, "key": "other", "issuer": "https://other.example"}
    assert client.post(f"/admin/people/sign-in/edit/{row.pk}/", changed).status_code == 302
    row.refresh_from_db()
    assert (row.key, row.issuer, row.secret) == ("exampleshire", "https://directory.example", "a very secret word")
    assert [one.domain for one in row.domains.all()] == [DOMAIN]
    assert AuditEvent.objects.filter(action__startswith="signin_provider.").count() == 2
