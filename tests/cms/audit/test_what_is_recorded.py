"""Signing in, the admin, refusals and files: what the trail says of them, and what it never says."""

import datetime

import pytest
from django.urls import reverse
from wagtail.log_actions import log

from cms.audit.models import AuditEvent
from cms.audit.once import record_opening, record_refusal
from cms.audit.services import record, seal, shorten, verify
from cms.core import clock
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.members.selectors import requester_of
from cms.members.services import make_api_token
from cms.privacy.record import our_record
from tests.factories.people import PASSWORD, MembershipFactory, PartnerFactory, PartnerRoleFactory, UserFactory

pytestmark = pytest.mark.django_db


def actions(**filters):
    return list(AuditEvent.objects.filter(**filters).order_by("pk").values_list("action", flat=True))


def sign_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_signing_in_failing_and_signing_out_are_on_record(client):
    person = UserFactory(email="jo@example.org")
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    sign_in(client, person.email, "wrong")
    sign_in(client, "nobody-here@example.org", "wrong")
    sign_in(client, "nobody-here@example.org", "wrong")
    sign_in(client, person.email)
    client.post(reverse("account_logout"))
    found = actions(action__in=["sign_in.failed", "sign_in.done", "session.ended"])
    assert found == ["sign_in.failed", "sign_in.failed", "sign_in.done", "session.ended"]
    failed = AuditEvent.objects.filter(action="sign_in.failed").order_by("pk")
    assert [row.object_id for row in failed] == [str(person.pk), ""]
    words = " ".join(str(vars(row)) for row in AuditEvent.objects.all())
    assert "nobody-here" not in words
    assert "jo@example.org" not in words


def test_rows_about_people_keep_a_number_instead_of_a_name():
    person = UserFactory(first_name="Zebedee")
    membership = MembershipFactory(user=person, partner=PartnerFactory(name="Example Council"))
    event = record(Requester(user_id=1, acting_for=99), "membership.ended", membership)
    assert event.object_label == f"membership {membership.pk}"
    assert event.organisation_id == membership.partner_id  # what it is about, not whom the actor acts for
    assert record(SYSTEM, "person.changed", person, label="Zebedee").object_label == f"person {person.pk}"


def test_writes_in_the_admin_are_on_record():
    editor, partner, person = UserFactory(), PartnerFactory(name="Example Council"), UserFactory()
    log(partner, "wagtail.edit", user=editor)
    log(person, "wagtail.edit", user=editor)
    log(partner, "wagtail.edit")  # a service's own
    seen = AuditEvent.objects.filter(action="admin.edit").order_by("pk")
    assert [(row.actor_id, row.object_label) for row in seen] == [
        (editor.pk, "Example Council"),
        (editor.pk, f"person {person.pk}"),
    ]
    assert seen[0].organisation_id == partner.pk


def test_refusals_and_openings_are_written_once(settings):
    by, other = Requester(user_id=7), Requester(user_id=8)
    partner = PartnerFactory()
    assert record_refusal(ANONYMOUS, "publishCharter") is None
    assert [record_refusal(one, "publishCharter") is not None for one in (by, by, other)] == [True, False, True]
    assert [record_opening(by, "file.opened", partner) is not None for _ in range(2)] == [True, False]
    assert actions() == ["access.refused", "access.refused", "file.opened"]


def test_a_token_in_an_address_is_revoked_on_record(client):
    partner = PartnerFactory()
    editor = Requester(user_id=UserFactory().pk, is_editor=True)
    _, text = make_api_token(by=editor, name="A tool", partner_id=partner.pk, scopes=["read:content"], days=30)
    client.get("/graphql/", {"token": text})
    row = AuditEvent.objects.get(action="token.revoked_in_address")
    assert row.organisation_id == partner.pk
    assert text not in str(vars(row))


def test_an_operator_shortens_the_trail_and_it_still_fits(time_machine):
    time_machine.move_to("2020-01-01T12:00:00Z", tick=False)
    for name in ("made", "sent"):
        record(SYSTEM, f"thing.{name}")
    time_machine.move_to("2026-01-01T12:00:00Z", tick=False)
    record(SYSTEM, "thing.read")
    seal()
    assert shorten(clock.now() - datetime.timedelta(days=365)) == 2
    seal()
    assert verify().faults == []
    assert actions() == ["thing.read", "audit.pruned"]


def test_a_lead_reads_their_own_bodys_part_alone():
    ours, theirs = PartnerFactory(name="Ours"), PartnerFactory(name="Theirs")
    lead, peer = UserFactory(member_of=[ours]), UserFactory(member_of=[ours])
    role = PartnerRoleFactory(user=lead, partner=ours, role="partner_lead")
    editor = UserFactory(site_role="core_editor", member_of=[ours])
    by = requester_of(lead)
    record(Requester(user_id=lead.pk, acting_for=ours.pk), "role.given", role)
    record(Requester(user_id=editor.pk, acting_for=ours.pk), "partner.renamed", theirs)
    record(Requester(user_id=editor.pk, acting_for=ours.pk), "partner.renamed", ours)
    record(Requester(user_id=peer.pk, acting_for=ours.pk), "saved_search.made", label="saved search 3")
    found = our_record(by)
    assert [(one.who, one.what, one.label) for one in found.entries] == [
        ("The core team", "Partner renamed", "Ours"),
        (str(lead), "Role given", f"{lead}: Partner lead"),
    ]
    assert our_record(by, kind="members.partnerrole").total == 1
    assert our_record(by, slug=theirs.slug) is None
    assert our_record(requester_of(peer)) is None
    assert our_record(requester_of(editor), slug=theirs.slug).total == 1
    tomorrow = clock.today() + datetime.timedelta(days=1)
    assert our_record(by, since=tomorrow).total == 0
