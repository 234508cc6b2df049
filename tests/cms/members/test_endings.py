"""Somebody leaves: rights, sessions and tokens end at once, and it is on record."""

import datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from cms.audit.models import AuditEvent
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import SYSTEM
from cms.members.models import ApiToken, Membership, PartnerRole, SiteRole
from cms.members.selectors import requester_of
from cms.members.services import (
    add_membership,
    end_membership,
    end_role,
    end_site_role,
    give_role,
    give_site_role,
    make_api_token,
)
from tests.factories.people import PASSWORD, PartnerFactory, PartnerRoleFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _today():
    cache.clear()
    with time_machine.travel(datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def partner():
    return PartnerFactory()


def account(**fields):
    user = UserFactory(**fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" in client.session
    return user, client


def lead_of(partner):
    lead = UserFactory(member_of=[partner])
    PartnerRoleFactory(user=lead, partner=partner, role="partner_lead")
    return requester_of(lead)


def test_a_membership_ends_with_all_that_hangs_on_it(partner):
    other = PartnerFactory()
    user, client = account(member_of=[partner, other])
    here = PartnerRoleFactory(user=user, partner=partner, role="ig_lead")
    there = PartnerRoleFactory(user=user, partner=other, role="ig_lead")
    made = [
        ApiToken.objects.create(name="t", partner=p, digest="x", expires_at="2027-01-01T00:00Z", created_by=user)
        for p in (partner, other)
    ]
    end_membership(by=lead_of(partner), membership=user.memberships.get(partner=partner))
    assert requester_of(user).partners == {other.pk}
    assert requester_of(user).roles == {(other.pk, "ig_lead")}
    assert "_auth_user_id" not in client.session
    assert not UserSession.objects.filter(user=user).exists()
    assert [
        token.revoked_at is not None for token in ApiToken.objects.order_by("pk").filter(pk__in=[t.pk for t in made])
    ] == [True, False]
    assert PartnerRole.objects.get(pk=here.pk).ends_on == TODAY - datetime.timedelta(days=1)
    assert PartnerRole.objects.get(pk=there.pk).ends_on is None
    assert AuditEvent.objects.filter(action="membership.ended", organisation_id=partner.pk).count() == 1


def test_a_last_day_ahead_takes_nothing_away_before(partner):
    user, client = account(member_of=[partner])
    end_membership(by=SYSTEM, membership=user.memberships.get(), last_day=TODAY)
    assert requester_of(user).is_member
    assert "_auth_user_id" in client.session
    with time_machine.travel(datetime.datetime(2026, 11, 3, 0, 1, tzinfo=datetime.UTC), tick=False):
        assert not requester_of(user).is_member


def test_what_began_today_can_end_today(partner):
    user = UserFactory()
    row = add_membership(by=SYSTEM, user=user, partner_id=partner.pk)
    role = give_role(by=SYSTEM, user=user, partner_id=partner.pk, role="dpo")
    end_role(by=SYSTEM, role=role)
    assert not requester_of(user).roles
    with pytest.raises(BadInput):
        end_membership(by=SYSTEM, membership=row, last_day=TODAY - datetime.timedelta(days=3))
    assert requester_of(user).is_member
    end_membership(by=SYSTEM, membership=row)
    assert not requester_of(user).is_member
    add_membership(by=SYSTEM, user=user, partner_id=partner.pk)
    assert requester_of(user).is_member


def test_a_lead_puts_out_members_but_not_those_above(partner):
    by = lead_of(partner)
    signer = UserFactory(member_of=[partner])
    approver = PartnerRoleFactory(user=signer, partner=partner, role="isp_approver")
    with pytest.raises(Forbidden):
        end_membership(by=by, membership=signer.memberships.get())
    with pytest.raises(Forbidden):
        end_role(by=by, role=approver)
    elsewhere = UserFactory(member_of=[PartnerFactory()])
    with pytest.raises(Forbidden):
        end_membership(by=by, membership=elsewhere.memberships.get())
    assert not Membership.objects.exclude(ends_on=None).exists()
    end_role(by=requester_of(signer), role=approver)  # one's own role may be given up
    assert not requester_of(signer).roles


def test_a_site_role_ends_on_the_next_request_and_with_it_the_admin():
    user, client = account(site_role="core_editor")
    assert client.get("/admin/").status_code == 200
    assert user.groups.filter(name="Core team editors").exists()
    SiteRole.objects.update(ends_on=TODAY - datetime.timedelta(days=1))  # no service, no signal: dates alone decide
    assert client.get("/admin/").status_code == 403
    assert client.get("/admin/pages/").status_code == 403
    assert not user.groups.exists()


def test_a_group_given_by_hand_opens_nothing():
    member, client = account(member_of=[PartnerFactory()])
    account(site_role="core_editor")[1].get("/admin/")  # makes the groups
    from django.contrib.auth.models import Group

    member.groups.add(*Group.objects.all())
    assert client.get("/admin/").status_code == 403
    assert not requester_of(member).is_editor


def test_ending_a_site_role_signs_out_everywhere():
    user, client = account(site_role="core_editor")
    by = requester_of(UserFactory(site_role="core_editor"))
    end_site_role(by=by, role=user.site_roles.get())
    assert "_auth_user_id" not in client.session
    assert not requester_of(user).is_editor
    with pytest.raises(Forbidden):
        give_site_role(by=requester_of(user), user=user, role="core_editor")


def test_a_suspended_partner_takes_the_rights_of_its_people_on_the_next_request(partner):
    user, _ = account(member_of=[partner])
    assert requester_of(user).is_member
    partner.membership = "suspended"
    partner.save()
    assert not requester_of(user).is_member
    assert lead_of(partner).partners == frozenset()


def test_a_lead_makes_no_token_for_the_public(partner):
    with pytest.raises(Forbidden):
        make_api_token(by=lead_of(partner), name="x")
    row, text = make_api_token(by=SYSTEM, name="x", partner_id=partner.pk)
    assert text.startswith(f"mip_{row.pk}_")
    assert "write:reviews" not in row.scopes
    for wrong in ({"scopes": ["read:everything"]}, {"scopes": ["read:people"]}, {"days": 366}, {"name": " "}):
        with pytest.raises(BadInput):
            make_api_token(by=SYSTEM, **({"name": "x"} | wrong))
