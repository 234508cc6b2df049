"""Ways to take over somebody's account, each tried, and each told to the owner where it changes anything."""

import datetime
import re
from io import StringIO
from types import SimpleNamespace

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import flows as totp_flows
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django_q.models import OrmQ

from cms.audit.models import AuditEvent
from cms.core.errors import Forbidden
from cms.core.requester import SYSTEM, Requester
from cms.jobs.services import run_waiting
from cms.members.models import Invitation, Membership, User
from cms.members.services import invite, token_of
from cms.members.services.factors import remove_factors
from tests.cms.members.test_account_pages import code, person, sign_in
from tests.factories.people import PASSWORD, PartnerFactory

pytestmark = pytest.mark.django_db
NEW = "another long password"
INSIDE = "/account/"


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


def link_in(message):
    return re.search(r"http\S+", message.body)[0].removeprefix(settings.CMS_ORIGIN)


def is_in(client):
    return client.get(INSIDE).status_code == 200


def enrolled(**fields):
    user = person(**fields)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return user, secret


def with_factor(user, secret, client=None):
    client, _ = sign_in(user, client)
    cache.clear()  # a code is good once; the test does not wait for the next
    client.post("/account/2fa/authenticate/", {"code": code(secret)})
    assert is_in(client)
    return client


def letters(mailoutbox):
    """What was sent once the queue has run."""
    run_waiting()
    return mailoutbox


def plant(client):
    """The key of a session that somebody put into this browser beforehand."""
    session = client.session
    session["planted"] = True
    session.save()
    return session.session_key


def test_a_session_that_was_planted_before_is_nobodys_after_every_way_in():
    user, secret = enrolled()
    by_code, invited = Client(), Client()
    planted = plant(by_code)
    sign_in(user, by_code)
    between = by_code.session.session_key
    by_code.post("/account/2fa/authenticate/", {"code": code(secret)})
    assert is_in(by_code)
    found = invite(by=SYSTEM, partner_id=PartnerFactory().pk, email="new@example.org", name="New Person")
    planted_too = plant(invited)
    invited.get(f"/account/invitation/{token_of(found)}/")
    fields = {"first_name": "New", "last_name": "Person", "email": "new@example.org"}
    invited.post("/account/signup/", {**fields, "password1": NEW, "password2": NEW})
    assert is_in(invited)
    for key in (planted, between, planted_too):
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = key
        assert not is_in(thief)


def test_neither_signing_in_nor_a_forgotten_password_tells_who_has_an_account(mailoutbox):
    known, unknown = person().email, "nobody@example.org"

    def seen(email):
        """The same steps by somebody elsewhere; what changes from page to page and the address itself left out."""
        client = Client(REMOTE_ADDR=f"198.51.100.{len(email)}")
        pages = [client.post("/account/login/", {"login": email, "password": "wrong"}) for _ in range(11)]
        pages.append(client.post("/account/password/reset/", {"email": email}, follow=True))
        texts = [re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page.content.decode()) for page in pages]
        return [(page.status_code, text.replace(email, "")) for page, text in zip(pages, texts, strict=True)]

    queued = OrmQ.objects.count()
    assert seen(known) == seen(unknown)
    assert OrmQ.objects.count() == queued + 2  # the same work for both; the job looks whose it is
    assert not mailoutbox
    assert [message.to for message in letters(mailoutbox)] == [[known]]


def test_a_link_from_before_a_change_of_address_is_dead_and_so_is_an_old_one(mailoutbox):
    user = person()
    Client().post("/account/password/reset/", {"email": user.email})
    link = link_in(letters(mailoutbox)[0])
    User.objects.filter(pk=user.pk).update(email="moved@example.org")
    EmailAddress.objects.filter(user=user).update(email="moved@example.org")
    assert "password1" not in Client().get(link, follow=True).content.decode()
    Client().post("/account/password/reset/", {"email": "moved@example.org"})
    link = link_in(letters(mailoutbox)[1])
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=5)):
        assert "password1" not in Client().get(link, follow=True).content.decode()
    assert "password1" in Client().get(link, follow=True).content.decode()


def test_sessions_are_listed_and_each_is_ended_by_its_owner_alone():
    user, other = person(), person()
    agents = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML) Chrome/130 Safari/537.36 Edg/130": "Edge "
        "on Windows",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17 Safari/604": "Safari on an "
        "iPhone",
        "curl/8": "Another program",
    }
    clients = [sign_in(user, Client(headers={"user-agent": agent}))[0] for agent in agents]
    stranger, _ = sign_in(other)
    page = clients[0].get("/account/sessions/").content.decode()
    assert all(f"<strong>{name}</strong>" in page for name in agents.values())
    assert page.count("Sign out there") == 2
    rows = {row.session_key: row.pk for row in UserSession.objects.all()}
    key = {"session": rows[clients[1].session.session_key]}
    stranger.post("/account/sessions/", key)
    assert is_in(clients[1])
    stranger.post("/account/sessions/", {"session": "others"})
    assert [is_in(client) for client in (*clients, stranger)] == [True] * 4
    clients[0].post("/account/sessions/", key)
    assert [is_in(client) for client in clients] == [True, False, True]
    clients[0].post("/account/sessions/", {"session": rows[clients[0].session.session_key]})
    clients[0].post("/account/sessions/", {"session": "nonsense"})
    assert [is_in(client) for client in clients] == [True, False, True]
    clients[0].post("/account/sessions/", {"session": "others"})
    assert [is_in(client) for client in clients] == [True, False, False]
    assert AuditEvent.objects.filter(action="session.ended_by_hand").count() == 2


def test_a_link_for_a_new_password_works_once_ends_every_session_and_is_told(mailoutbox):
    user = person()
    elsewhere, _ = sign_in(user)
    for _ in range(2):
        Client().post("/account/password/reset/", {"email": user.email})
    first, second = (link_in(message) for message in letters(mailoutbox))
    thief = Client()
    page = thief.get(first, follow=True)
    thief.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert not is_in(thief)  # a new password signs nobody in
    assert not is_in(elsewhere)
    assert sign_in(user, password=PASSWORD)[1].status_code != 302
    assert sign_in(user, password=NEW)[1].status_code == 302
    for used in (first, second):  # the other was made for the password before
        assert "password1" not in Client().get(used, follow=True).content.decode()
    assert "link that we had sent" in mailoutbox[-1].body
    assert mailoutbox[-1].to == [user.email]


def test_a_new_password_does_not_get_past_a_second_factor(mailoutbox):
    user, secret = enrolled()
    Client().post("/account/password/reset/", {"email": user.email})
    thief = Client()
    page = thief.get(link_in(letters(mailoutbox)[0]), follow=True)
    thief.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    _, answer = sign_in(user, thief, password=NEW)
    assert "/account/2fa/authenticate/" in answer["Location"]
    assert not is_in(thief)


def test_a_new_address_counts_once_its_link_was_opened_and_the_old_one_is_told(mailoutbox):
    user, secret = enrolled()
    before = user.email
    client = with_factor(user, secret)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", {"email": "new@example.org", "action_add": "1"})
    user.refresh_from_db()
    assert user.email == before  # nothing yet
    letter = next(message for message in mailoutbox if message.to == ["new@example.org"])
    opened = client.get(link_in(letter))
    if opened.status_code == 200:
        client.post(link_in(letter))
    user.refresh_from_db()
    assert user.email == "new@example.org"
    told = [message for message in mailoutbox if message.to == [before]]
    assert any("new@example.org" in message.body for message in told)
    assert EmailAddress.objects.filter(user=user).count() == 1


def test_somebody_elses_address_is_not_taken_and_not_told_to_exist(mailoutbox):
    victim, thief = person(), person()
    client, _ = sign_in(thief)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", {"email": victim.email, "action_add": "1"})
    thief.refresh_from_db()
    assert thief.email != victim.email
    assert not EmailAddress.objects.filter(user=thief, email=victim.email, verified=True).exists()


def test_an_invitation_is_for_its_address_alone_also_after_a_change_of_address():
    body = PartnerFactory()
    found = invite(by=SYSTEM, partner_id=body.pk, email="invited@example.org")
    other = person()
    client, _ = sign_in(other)
    client.get(f"/account/invitation/{token_of(found)}/")
    assert client.post("/account/invitation/").status_code == 404
    assert not User.objects.get(pk=other.pk).memberships.exists()
    right, _ = sign_in(person(email="invited@example.org"))
    right.get(f"/account/invitation/{token_of(found)}/")
    assert right.post("/account/invitation/").status_code == 302
    again, _ = sign_in(person(email="third@example.org"))
    User.objects.filter(email="third@example.org").update(email="invited2@example.org")
    assert again.get(f"/account/invitation/{token_of(found)}/").status_code == 404
    assert Invitation.objects.get().used_by.email == "invited@example.org"


def test_an_invitation_to_an_address_that_somebody_gave_up_or_only_claims_is_not_theirs(mailoutbox):
    found = invite(by=SYSTEM, partner_id=PartnerFactory().pk, email="left@example.org")
    moved, thief = person(email="left@example.org"), person()
    gone, _ = sign_in(moved)
    User.objects.filter(pk=moved.pk).update(email="moved@example.org")
    EmailAddress.objects.filter(user=moved).update(email="moved@example.org")
    claiming, _ = sign_in(thief)
    claiming.post("/account/reauthenticate/", {"password": PASSWORD})
    claiming.post("/account/email/", {"email": "left@example.org", "action_add": "1"})
    assert mailoutbox[-1].to == ["left@example.org"]  # whose link the thief never sees
    for client in (gone, claiming):
        client.get(f"/account/invitation/{token_of(found)}/")
        assert client.post("/account/invitation/").status_code == 404
    assert not Membership.objects.exists()


def test_a_code_is_good_once_and_a_spare_code_too():
    user, secret = enrolled()
    codes = RecoveryCodes.activate(user).get_unused_codes()
    now = datetime.datetime.now(datetime.UTC).replace(second=5)
    with time_machine.travel(now, tick=False):
        first, _ = sign_in(user)
        first.post("/account/2fa/authenticate/", {"code": code(secret)})
        assert is_in(first)
        second, _ = sign_in(user)
        second.post("/account/2fa/authenticate/", {"code": code(secret)})
        assert not is_in(second)
    for client, works in ((second, True), (sign_in(user)[0], False)):
        client.post("/account/2fa/authenticate/", {"code": codes[0]})
        assert is_in(client) is works


@pytest.mark.parametrize("path", ["totp/deactivate/", "recovery-codes/generate/", "webauthn/add/", "webauthn/"])
def test_a_session_by_password_alone_changes_no_factor(path):
    user = person()
    old, _ = sign_in(user)
    TOTP.activate(user, generate_totp_secret())  # set up since, by another way than the pages, which end other sessions
    old.post("/account/reauthenticate/", {"password": PASSWORD})
    for answer in (old.get(f"/account/2fa/{path}"), old.post(f"/account/2fa/{path}")):
        assert answer["Location"].startswith("/account/second-factor/")
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_removing_a_factor_asks_once_more_and_is_told(mailoutbox):
    user, secret = enrolled()
    client = with_factor(user, secret)
    assert "/reauthenticate/" in client.post("/account/2fa/totp/deactivate/")["Location"]
    assert Authenticator.objects.filter(user=user).exists()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=user).exists()
    assert [message.subject for message in mailoutbox] == ["No code from your phone is asked any more"]
    assert "If this was not you" in mailoutbox[0].body


def test_setting_one_up_counts_here_ends_sessions_elsewhere_and_is_told(mailoutbox, settings, monkeypatch):
    monkeypatch.setattr(totp_flows, "transaction", SimpleNamespace(on_commit=lambda run: run()))
    settings.MFA_REQUIRED = True
    user = person(site_role="core_editor")
    elsewhere, _ = sign_in(user)
    client, _ = sign_in(user)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.get("/account/2fa/totp/activate/")
    client.post("/account/2fa/totp/activate/", {"code": code(client.session["mfa.totp.secret"])})
    assert client.get("/admin/").status_code == 200
    assert not is_in(elsewhere)
    assert "A code from your phone" in mailoutbox[0].subject


def test_a_session_that_was_stolen_ends_when_the_owner_changes_the_password(mailoutbox):
    user = person()
    stolen, _ = sign_in(user)
    client, _ = sign_in(user)
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/account/password/change/", fields)
    assert not is_in(stolen)
    assert "password of your account was changed" in mailoutbox[0].body


def test_who_runs_the_site_takes_off_a_lost_factor_and_the_owner_is_told(
    mailoutbox, django_capture_on_commit_callbacks
):
    user, secret = enrolled()
    client = with_factor(user, secret)
    with pytest.raises(Forbidden):
        remove_factors(by=Requester(user_id=user.pk, is_editor=True), user=user)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("remove_factors", user.email.upper(), stdout=StringIO())
    assert not is_in(client)
    assert sign_in(user)[1].status_code == 302
    assert [message.subject for message in mailoutbox] == ["Your second step at sign-in was taken off"]
    assert AuditEvent.objects.filter(action="factor.taken_off").exists()
