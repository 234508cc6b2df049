"""Who needs a second factor, what they may do without it, and what limits tries at an account count."""

import datetime
import time

import pytest
import time_machine
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cms.jobs.services import run_waiting
from cms.members import limits
from cms.members.models import PartnerRole
from cms.members.selectors import requester_of
from cms.notifications import keys
from members_api import persisted, schema
from tests.cms.members.test_account_pages import person, sign_in
from tests.factories.people import MembershipFactory, PartnerFactory, PartnerRoleFactory, UserFactory

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _required(settings):
    settings.MFA_REQUIRED = True
    cache.clear()


def on(day):
    return time_machine.travel(datetime.datetime.combine(day, datetime.time(12), datetime.UTC), tick=False)


@pytest.mark.parametrize("role", ["core_editor", "management_group"])
def test_without_it_a_site_role_gives_nothing(role):
    body = PartnerFactory()
    both, alone = UserFactory(member_of=[body], site_role=role), UserFactory(site_role=role)
    weak, strong = requester_of(both, second_factor=False), requester_of(both, second_factor=True)
    assert (weak.held_back, weak.is_editor, weak.site_roles, weak.groups) == (True, False, frozenset(), frozenset())
    assert weak.partners == {body.pk}
    assert (strong.held_back, strong.site_roles) == (False, {role})
    assert not requester_of(alone, second_factor=False).is_member
    plain = requester_of(UserFactory(member_of=[body]), second_factor=False)
    assert weak.visibility == plain.visibility  # one kept answer serves both


def test_what_somebody_may_be_told_by_mail_is_not_cut():
    editor = UserFactory(site_role="core_editor")
    assert requester_of(editor).is_editor


@pytest.mark.parametrize("role", ["isp_approver", "accountable_officer"])
def test_without_it_nobody_commits_a_body_but_keeps_the_working_roles(role):
    body = PartnerFactory()
    user = UserFactory(member_of=[body])
    for held in (role, "ig_lead"):
        PartnerRoleFactory(user=user, partner=body, role=held)
    assert requester_of(user, second_factor=False).roles == {(body.pk, "ig_lead")}
    assert requester_of(user, second_factor=True).has_role(body.pk, role)


@pytest.mark.parametrize(
    ("days", "starts", "joined", "held_back"),
    [
        (60, FIRST, None, False),
        (61, FIRST, None, True),
        (0, None, None, True),  # nobody noted since when: long enough
        (61, None, FIRST, True),
        (60, None, FIRST, False),  # not from before they belonged there
        (60, FIRST, FIRST + datetime.timedelta(30), False),
    ],
)
@pytest.mark.parametrize("as_deputy", [False, True])
def test_a_partner_lead_has_sixty_days(days, starts, joined, held_back, as_deputy):
    body, user = PartnerFactory(), UserFactory()
    MembershipFactory(user=user, partner=body, starts_on=joined)
    holder = UserFactory() if as_deputy else user
    deputy = user if as_deputy else None
    PartnerRole.objects.create(partner=body, role="partner_lead", user=holder, deputy=deputy, starts_on=starts)
    with on(FIRST + datetime.timedelta(days)):
        found = requester_of(user, second_factor=False)
        assert found.held_back is held_back
        assert found.has_role(body.pk, "partner_lead") is not held_back
        assert not requester_of(user, second_factor=True).held_back


def test_the_longest_of_two_roles_counts_and_days_are_no_part_of_the_kept_answers():
    first, second = PartnerFactory(), PartnerFactory()
    user = UserFactory(member_of=[first, second])
    PartnerRoleFactory(user=user, partner=first, role="partner_lead", starts_on=FIRST)
    PartnerRoleFactory(user=user, partner=second, role="partner_lead", starts_on=FIRST + datetime.timedelta(50))
    with on(FIRST + datetime.timedelta(55)):
        early = requester_of(user, second_factor=False)
    with on(FIRST + datetime.timedelta(56)):
        late = requester_of(user, second_factor=False)
    assert early.visibility == late.visibility
    assert early.lead_since == FIRST
    with on(FIRST + datetime.timedelta(61)):
        assert requester_of(user, second_factor=False).roles == frozenset()


@pytest.mark.parametrize("path", ["/admin/", "/account/people/", "/account/email/"])
def test_pages_that_need_it_lead_to_the_choice_of_one(path):
    client, _ = sign_in(person(site_role="core_editor"))
    answer = client.get(path)
    assert answer["Location"].startswith("/account/second-factor/?next=")
    page = client.get(answer["Location"]).content.decode()
    assert page.index("Make a passkey") < page.index("Set up the app")


def as_the_frontend_asks(client, name):
    key = persisted.manifest(schema.load().operations)[name]
    return client.get("/graphql/", {"id": key, "variables": "{}"}).json()["data"]


def test_the_frontend_is_told_that_it_is_lacking_until_it_was_used():
    user = person(site_role="core_editor", member_of=[PartnerFactory()])
    client, _ = sign_in(user)
    seen = as_the_frontend_asks(client, "Home")["viewer"]
    assert (seen["lacksSecondFactor"], seen["isEditor"], seen["isMember"]) == (True, False, True)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] += [{"method": "mfa", "at": time.time()}]
    session.save()
    seen = as_the_frontend_asks(client, "Home")["viewer"]
    assert (seen["lacksSecondFactor"], seen["isEditor"]) == (False, True)
    plain, _ = sign_in(person(member_of=[PartnerFactory()]))
    assert as_the_frontend_asks(plain, "Home")["viewer"]["lacksSecondFactor"] is False


def test_a_calendar_shows_what_a_session_without_it_shows(settings):
    """Its address is a secret in one place alone: whoever copied it is no editor by it."""
    body = PartnerFactory()
    editor, both = person(site_role="core_editor"), person(site_role="core_editor", member_of=[body])
    codes = {}
    for required in (False, True):
        settings.MFA_REQUIRED = required
        for name, user in (("editor", editor), ("both", both)):
            _, secret = keys.make_key(by=requester_of(user), purpose=keys.CALENDAR, label="Phone")
            codes[required, name] = Client().get(reverse("review_calendar", args=[secret])).status_code
    assert codes == {(False, "editor"): 200, (False, "both"): 200, (True, "editor"): 404, (True, "both"): 200}


def wrong(user, times, address, host="testserver"):
    for _ in range(times):
        Client(REMOTE_ADDR=address, headers={"host": host}).post(
            "/account/login/", {"login": user.email, "password": "wrong"}
        )


def right(user, address, host="testserver"):
    client = Client(REMOTE_ADDR=address, headers={"host": host})
    return sign_in(user, client)[1].status_code == 302


def test_ten_wrong_tries_elsewhere_keep_nobody_out_and_another_host_opens_no_new_count():
    user = person()
    wrong(user, 10, "198.51.100.7")
    assert not right(user, "198.51.100.7")
    assert not right(user, "198.51.100.7", host="localhost")
    assert right(user, "203.0.113.9")


def test_letters_for_a_new_password_are_counted_by_account_and_address(mailoutbox):
    user = person()

    def ask(address):
        return Client(REMOTE_ADDR=address).post("/account/password/reset/", {"email": user.email}).status_code

    assert [ask("198.51.100.7") for _ in range(4)] == [302, 302, 302, 429]
    assert ask("203.0.113.9") == 302
    run_waiting()
    assert len(mailoutbox) == 4


@pytest.mark.parametrize(
    ("what", "path"),
    [
        ("sign_in", "/account/login/"),
        ("sign_in", "/account/2fa/webauthn/login/"),
        ("sign_in", "/account/through-organisation/"),
        ("sign_in", "/account/oidc/exampleshire/login/"),
        ("sign_up", "/account/signup/"),
        ("reset", "/account/password/reset/"),
        ("reset", "/account/password/reset/key/1-set-password/"),
    ],
)
def test_one_network_address_is_stopped_after_a_councils_worth_of_tries_and_no_other_one(monkeypatch, what, path):
    monkeypatch.setitem(limits.PER_MINUTE, what, 2)
    with on(FIRST):
        answers = [Client(REMOTE_ADDR="198.51.100.7").post(path).status_code for _ in range(3)]
        assert [code == 429 for code in answers] == [False, False, True]
        assert Client(REMOTE_ADDR="198.51.100.7").get("/account/login/").status_code == 200
        assert Client(REMOTE_ADDR="203.0.113.9").post(path).status_code != 429
        assert Client(REMOTE_ADDR="2001:db8::1").post(path).status_code != 429
        assert [Client(REMOTE_ADDR=f"2001:db8::{n}").post(path).status_code == 429 for n in (2, 3)] == [False, True]


def test_what_another_site_makes_a_browser_send_keeps_nobody_out(monkeypatch):
    monkeypatch.setitem(limits.PER_MINUTE, "sign_in", 2)
    user = person()
    with on(FIRST):
        sent = [Client(enforce_csrf_checks=True).post("/account/login/").status_code for _ in range(4)]
        assert sent == [403] * 4
        assert sign_in(user)[1].status_code == 302


def test_one_address_guesses_at_many_accounts_at_most_so_often(monkeypatch):
    monkeypatch.setitem(limits.PER_MINUTE, "failed", 3)
    people = [person() for _ in range(4)]
    with on(FIRST):
        for user in people[:3]:
            wrong(user, 1, "198.51.100.7")
        assert not right(people[3], "198.51.100.7")
        assert right(people[3], "203.0.113.9")


def test_too_many_tries_are_answered_in_words_of_the_site(mailoutbox):
    for _ in range(4):
        answer = Client().post("/account/password/reset/", {"email": "x@example.org"})
    assert answer.status_code == 429
    assert "<h1>Too many tries</h1>" in answer.content.decode()
