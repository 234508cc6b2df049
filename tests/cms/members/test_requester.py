"""Who is asking: sessions, tokens, and rights that end on their date."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from cms.core.errors import Unauthenticated
from cms.core.requester import ANONYMOUS
from cms.members import tokens
from cms.members.models import ApiToken, Membership, PartnerRole, SiteRole
from cms.members.selectors import contact_for, core_team, holders, people_of, requester_for
from cms.snippets.models import Partner, PartnerContact
from tests.factories.people import MembershipFactory, PartnerFactory, PartnerRoleFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 2)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC), tick=False):
        yield


def ask(user=None, path="/graphql/", session=None, **headers):
    request = RequestFactory().get(path, headers=headers)
    request.session = SessionStore()
    request.session.update(session or {})
    if user is not None:
        request.user = user
    return requester_for(request)


def token(**fields):
    secret = tokens.new_secret()
    fields = {
        "name": "dashboard",
        "scopes": ["read:register"],
        "expires_at": datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC),
    } | fields
    row = ApiToken.objects.create(digest=tokens.digest(secret), **fields)
    return row, f"mip_{row.pk}_{secret}"


def bearer(text):
    return {"Authorization": f"Bearer {text}"}


def test_a_visitor_is_anonymous():
    assert ask() is ANONYMOUS


def test_a_member_with_two_partners_acts_for_the_first_by_name_unless_they_chose():
    zebra, apple = PartnerFactory(name="Zebra Trust"), PartnerFactory(name="apple Council")
    user = UserFactory(member_of=[zebra, apple])
    assert ask(user).partners == {zebra.pk, apple.pk}
    assert ask(user).acting_for == apple.pk
    assert ask(user, session={"acting_for": zebra.pk}).acting_for == zebra.pk
    assert ask(user, session={"acting_for": PartnerFactory().pk}).acting_for == apple.pk


@pytest.mark.parametrize("standing", ["candidate", "applied", "suspended", "left"])
def test_a_partner_that_is_not_a_member_gives_its_people_nothing(standing):
    partner = PartnerFactory(membership=standing)
    user = UserFactory(member_of=[partner])
    PartnerRoleFactory(user=user, partner=partner)
    found = ask(user)
    assert (found.is_member, found.partners, found.roles, found.acting_for) == (False, frozenset(), frozenset(), None)


@pytest.mark.parametrize(
    ("starts", "ends", "counts"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY + DAY, None, False),
        (None, TODAY - DAY, False),
        (None, TODAY, True),
    ],
)
def test_dates_decide_on_each_request(starts, ends, counts):
    partner = PartnerFactory()
    user = UserFactory()
    Membership.objects.create(user=user, partner=partner, starts_on=starts, ends_on=ends)
    SiteRole.objects.create(user=user, role="core_editor", starts_on=starts, ends_on=ends)
    assert bool(ask(user).partners) is counts
    assert ask(user).is_editor is counts
    here = UserFactory(member_of=[partner])
    PartnerRole.objects.create(user=here, partner=partner, role="siro", starts_on=starts, ends_on=ends)
    assert ask(here).has_role(partner.pk, "siro") is counts


def test_a_role_at_a_partner_one_has_left_gives_nothing():
    role = PartnerRoleFactory(role="isp_approver")
    assert not ask(role.user).has_role(role.partner_id, "isp_approver")
    MembershipFactory(user=role.user, partner=role.partner)
    assert ask(role.user).has_role(role.partner_id, "isp_approver")


def test_a_deputy_holds_the_role():
    partner = PartnerFactory()
    deputy = UserFactory(member_of=[partner])
    PartnerRoleFactory(partner=partner, deputy=deputy, role="ig_lead")
    assert ask(deputy).has_role(partner.pk, "ig_lead")


def test_groups_of_roles_follow_the_dated_role_and_not_the_stored_group():
    group, space = Group.objects.get_or_create(name="Core team editors")[0], Group.objects.create(name="A space")
    member = UserFactory(member_of=[PartnerFactory()])
    member.groups.add(group, space)
    assert ask(member).groups == {space.pk}
    assert ask(UserFactory(site_role="core_editor")).groups == {group.pk}
    left = UserFactory()
    left.groups.add(space)
    assert ask(left).groups == frozenset()


def test_an_inactive_person_is_anonymous():
    user = UserFactory(member_of=[PartnerFactory()], is_active=False)
    assert ask(user) is ANONYMOUS


def test_all_rights_cost_one_statement(django_assert_num_queries):
    user = UserFactory(member_of=[PartnerFactory() for _ in range(3)], site_role="moderator")
    for membership in user.memberships.all():
        PartnerRoleFactory(user=user, partner=membership.partner)
    with django_assert_num_queries(1):
        assert len(ask(user).roles) == 3


def test_a_token_sees_as_a_member_of_its_partner_within_its_scopes():
    partner = PartnerFactory()
    row, text = token(partner=partner)
    found = ask(**bearer(text))
    assert (found.partners, found.acting_for, found.scopes, found.token_id) == (
        {partner.pk},
        partner.pk,
        {"read:register"},
        row.pk,
    )
    assert not found.roles
    assert not found.is_editor


def test_a_token_without_a_member_partner_is_the_public():
    for fields in ({}, {"partner": PartnerFactory(membership="suspended")}):
        _, text = token(**fields)
        assert not ask(**bearer(text)).is_member


def test_last_used_is_written_every_five_minutes_at_most():
    row, text = token()
    times = []
    for minutes in (0, 4, 5):
        with time_machine.travel(datetime.datetime(2026, 11, 2, 13, minutes, tzinfo=datetime.UTC), tick=False):
            ask(**bearer(text))
            row.refresh_from_db()
            times.append(row.last_used_at.minute)
    assert times == [0, 0, 5]


def test_a_bad_token_is_refused_even_with_a_session():
    user = UserFactory(member_of=[PartnerFactory()])
    row, text = token()
    secret = text.rpartition("_")[2]
    wrong = [
        "",
        "Bearer",
        "Bearer mip_1",
        f"Basic {text}",
        text,
        f"Bearer {text}x",
        f"Bearer {text[:-1]}",
        f"Bearer mip_{row.pk + 1}_{secret}",
    ]
    wrong += [f"Bearer mip_{row.pk}_" + "A" * 43, "Bearer mip_\u0661_x", "Bearer " + "x" * 5000]
    for header in wrong:
        with pytest.raises(Unauthenticated) as refused:
            ask(user, Authorization=header)
        assert str(refused.value) == "Sign in, or send a token that is in force."
    ApiToken.objects.update(revoked_at=datetime.datetime.now(datetime.UTC))
    with pytest.raises(Unauthenticated):
        ask(user, **bearer(text))
    ApiToken.objects.update(revoked_at=None, expires_at=datetime.datetime.now(datetime.UTC))
    with pytest.raises(Unauthenticated):
        ask(user, **bearer(text))


def test_a_token_in_an_address_is_refused_and_revoked():
    row, text = token()
    with pytest.raises(Unauthenticated):
        ask(path=f"/graphql/?token={text}")
    row.refresh_from_db()
    assert row.revoked_at is not None
    other, _ = token()
    with pytest.raises(Unauthenticated):
        ask(path=f"/graphql/?token=mip_{other.pk}_" + "A" * 43)
    other.refresh_from_db()
    assert other.revoked_at is None
    assert ask(path="/graphql/?q=mip_is_a_word") is ANONYMOUS


def test_who_holds_a_role_and_who_is_the_contact():
    partner = PartnerFactory()
    lead, deputy, gone = UserFactory(member_of=[partner]), UserFactory(member_of=[partner]), UserFactory()
    PartnerRoleFactory(partner=partner, user=lead, deputy=deputy, role="ig_lead")
    PartnerRoleFactory(partner=partner, user=gone, role="dpo")
    assert holders("ig_lead", partner.pk) == [lead, deputy]
    assert holders("dpo", partner.pk) == []
    assert [(row.role.role, row.user) for row in people_of(partner.pk)] == [("dpo", None), ("ig_lead", lead)]
    editor = UserFactory(site_role="core_editor")
    UserFactory(site_role="core_editor", is_active=False)
    assert core_team() == [editor]
    assert contact_for(partner) is None
    PartnerContact.objects.create(partner=partner, email="old@example.org", bounced_on=TODAY)
    PartnerContact.objects.create(partner=partner, email="kept@example.org", name="The office", confirmed_on=TODAY)
    PartnerContact.objects.create(partner=partner, email="new@example.org")
    assert contact_for(Partner.objects.get(pk=partner.pk)).email == "kept@example.org"
