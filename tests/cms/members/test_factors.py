"""Who needs a second factor, what they may do without it, and what limits tries at an account count."""

import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from cms.members.models import PartnerRole
from cms.members.selectors import requester_of
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
    assert len(mailoutbox) == 4
