"""Invitations: who may invite whom, once, for one address; nothing happens by opening a link."""

import datetime
import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from cms.audit.models import AuditEvent
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.members.models import Invitation, Membership, User
from cms.members.selectors import requester_of
from cms.members.services import accept_invitation, invite, resend_invitation, revoke_invitation, token_of
from cms.notifications.models import Delivery
from cms.notifications.tasks import send_delivery
from tests.factories.people import PASSWORD, PartnerFactory, PartnerRoleFactory, UserFactory

pytestmark = pytest.mark.django_db
NEW = {"first_name": "Sam", "last_name": "Sample", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture
def partner():
    return PartnerFactory(name="Sample Council")


def link(row):
    return f"/account/invitation/{token_of(row)}/"


def opened(row):
    client = Client()
    answer = client.get(link(row))
    assert (answer.status_code, answer["Location"]) == (302, "/account/invitation/")
    assert answer["Referrer-Policy"] == "no-referrer"
    return client


def sign_up(client, email):
    return client.post("/account/signup/", {"email": email, **NEW})


def account(**fields):
    user = UserFactory(**fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def signed_in(user):
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    return client


def test_from_the_mail_to_a_member_with_a_role(partner):
    row = invite(by=SYSTEM, partner_id=partner.pk, email="New@Example.org ", name="Sam Sample", role="ig_lead")
    delivery = Delivery.objects.get(source_key__startswith=f"invitation:{row.pk}:")
    send_delivery(delivery.pk)
    message = mail.outbox[0]
    assert message.to == ["new@example.org"]
    address = re.search(rf"{settings.CMS_ORIGIN}(/account/invitation/\S+/)", message.body)[1]
    client = Client()
    page = client.get(address, follow=True)
    assert "Sample Council" in page.content.decode()
    form = client.get("/account/signup/").content.decode()
    assert 'value="new@example.org"' in form
    assert sign_up(client, "new@example.org")["Location"] == f"{settings.FRONTEND_ORIGIN}/community/me?done=joined"
    user = User.objects.get(email="new@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (str(user), user.has_usable_password()) == ("Sam Sample", True)
    assert EmailAddress.objects.get(user=user).verified
    assert requester_of(user).has_role(partner.pk, "ig_lead")
    row.refresh_from_db()
    assert (row.used_by, row.status) == (user, "Accepted")
    assert AuditEvent.objects.filter(action="invitation.accepted", actor_id=user.pk).exists()


def test_the_token_is_in_no_table(partner):
    row = invite(by=SYSTEM, partner_id=partner.pk, email="new@example.org")
    kept = [str(vars(found)) for found in (Invitation.objects.get(), Delivery.objects.get())]
    assert token_of(row) not in "".join(kept)


def test_opening_the_link_many_times_uses_nothing_up(partner):
    row = invite(by=SYSTEM, partner_id=partner.pk, email="new@example.org")
    for _ in range(3):
        assert opened(row).get("/account/invitation/").status_code == 200
    row.refresh_from_db()
    assert row.used_at is None
    assert not User.objects.exists()


def test_it_works_once_even_from_two_windows(partner):
    row = invite(by=SYSTEM, partner_id=partner.pk, email="new@example.org")
    first, second = opened(row), opened(row)
    assert second.get("/account/signup/").status_code == 200
    sign_up(first, "new@example.org")
    sign_up(second, "new@example.org")
    assert User.objects.count() == Membership.objects.count() == 1
    assert "_auth_user_id" not in second.session


def test_only_for_the_address_it_was_sent_to(partner):
    row = invite(by=SYSTEM, partner_id=partner.pk, email="new@example.org")
    client = opened(row)
    assert "that the invitation was sent to" in sign_up(client, "other@example.org").content.decode()
    assert not User.objects.exists()
    other = signed_in(account(email="other@example.org"))
    other.get(link(row))
    assert other.post("/account/invitation/").status_code == 404
    assert not Membership.objects.exists()


def test_used_withdrawn_expired_and_unknown_all_look_alike(partner):
    rows = [invite(by=SYSTEM, partner_id=partner.pk, email=f"p{n}@example.org") for n in range(4)]
    Invitation.objects.filter(pk=rows[0].pk).update(used_at=datetime.datetime.now(datetime.UTC))
    revoke_invitation(by=SYSTEM, invitation=rows[1])
    Invitation.objects.filter(pk=rows[2].pk).update(expires_at=datetime.datetime.now(datetime.UTC))
    old = token_of(rows[3])
    resend_invitation(by=SYSTEM, invitation=rows[3])
    addresses = [link(row) for row in rows[:3]] + [f"/account/invitation/{old}/", "/account/invitation/unknown/"]
    answers = [Client().get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert all(answer["Referrer-Policy"] == "no-referrer" for answer in answers)


def test_it_lives_twenty_one_days(partner):
    with time_machine.travel(datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC), tick=False) as clock:
        row = invite(by=SYSTEM, partner_id=partner.pk, email="new@example.org")
        clock.shift(datetime.timedelta(days=21, seconds=-1))
        assert Client().get(link(row)).status_code == 302
        clock.shift(1)
        assert Client().get(link(row)).status_code == 404


def test_without_an_invitation_there_is_no_account():
    assert "You need an invitation" in Client().get("/account/signup/").content.decode()
    sign_up(Client(), "x@example.org")
    assert not User.objects.exists()


def test_somebody_with_an_account_joins_by_a_button(partner):
    user = account(email="known@example.org")
    row = invite(by=SYSTEM, partner_id=partner.pk, email=user.email)
    visitor = opened(row)
    assert "Sign in to accept" in visitor.get("/account/invitation/").content.decode()
    client = signed_in(user)
    client.get(link(row))
    assert not Membership.objects.exists()
    assert client.post("/account/invitation/")["Location"] == settings.FRONTEND_ORIGIN + "/"
    assert requester_of(user).partners == {partner.pk}
    assert client.post("/account/invitation/").status_code == 404


def test_a_lead_invites_into_its_own_organisation_and_not_above_itself(partner):
    lead = UserFactory(member_of=[partner])
    PartnerRoleFactory(user=lead, partner=partner, role="partner_lead")
    by = requester_of(lead)
    for n, role in enumerate(["", "operational_lead", "ig_lead", "dpo", "caldicott_guardian", "partner_lead"]):
        assert invite(by=by, partner_id=partner.pk, email=f"p{n}@example.org", role=role).role == role
    for role in ("accountable_officer", "isp_approver", "siro"):
        with pytest.raises(Forbidden):
            invite(by=by, partner_id=partner.pk, email="x@example.org", role=role)
    with pytest.raises(Forbidden):
        invite(by=by, partner_id=PartnerFactory().pk, email="x@example.org")
    PartnerRoleFactory(user=lead, partner=partner, role="siro")
    assert invite(by=requester_of(lead), partner_id=partner.pk, email="x@example.org", role="siro")


def test_who_may_not_invite(partner):
    member = UserFactory(member_of=[partner])
    ig_lead = UserFactory(member_of=[partner])
    PartnerRoleFactory(user=ig_lead, partner=partner, role="ig_lead")
    token = Requester(partners=frozenset({partner.pk}), token_id=1, scopes=frozenset({"read:register"}))
    for by in (ANONYMOUS, requester_of(member), requester_of(ig_lead), token):
        with pytest.raises(Forbidden):
            invite(by=by, partner_id=partner.pk, email="x@example.org")
    assert not Invitation.objects.exists()
    assert not Delivery.objects.exists()


def test_the_core_team_invites_anywhere_and_twice_is_refused(partner):
    by = requester_of(UserFactory(site_role="core_editor"))
    row = invite(by=by, partner_id=partner.pk, email="x@example.org", role="isp_approver")
    with pytest.raises(Conflict):
        invite(by=by, partner_id=partner.pk, email="X@example.org")
    UserFactory(email="in@example.org", member_of=[partner])
    with pytest.raises(Conflict):
        invite(by=by, partner_id=partner.pk, email="in@example.org")
    for wrong in ("nobody", "a@b\nBcc: c@example.org", ""):
        with pytest.raises(BadInput):
            invite(by=by, partner_id=partner.pk, email=wrong)
    revoke_invitation(by=by, invitation=row)
    with pytest.raises(Conflict):
        resend_invitation(by=by, invitation=row)


def test_a_withdrawn_invitation_that_waits_is_not_sent(partner):
    row = invite(by=SYSTEM, partner_id=partner.pk, email="x@example.org")
    Invitation.objects.update(revoked_at=datetime.datetime.now(datetime.UTC))
    send_delivery(Delivery.objects.get().pk)
    assert not mail.outbox
    assert Delivery.objects.get().state == "cancelled"
    with pytest.raises(NotFound):
        accept_invitation(by=requester_of(UserFactory(email=row.email)), invitation=row)


def test_where_people_were_looked_after_before_leads_to_the_members_site(partner):
    lead = account(member_of=[partner])
    PartnerRoleFactory(user=lead, partner=partner, role="partner_lead")
    other = PartnerFactory()
    people = f"{settings.FRONTEND_ORIGIN}/organisation/people"
    client = signed_in(lead)
    assert client.get(f"/account/people/{partner.pk}/")["Location"] == f"{people}?of={partner.slug}"
    for path in ("", f"{other.pk}/", "987654/", "memberships/1/end/", "roles/1/end/"):
        assert client.get(f"/account/people/{path}")["Location"] == people, path
    assert client.post(f"/account/people/{partner.pk}/", {"email": "a@example.org"}).status_code == 405
    assert Client().get("/account/people/")["Location"].startswith("/account/login/")
