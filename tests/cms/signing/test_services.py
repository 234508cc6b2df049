"""One version in force; what was sent out never changes; withdrawing voids; the last essential signature counts."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from cms.audit.models import AuditEvent
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import SYSTEM, Requester
from cms.members.selectors import requester_of
from cms.signing.models import Signature
from cms.signing.services import record_signature, send_out, withdraw
from cms.snippets.models import DataItem, Isp, IspParty, IspVersion, LegalBasis, LegalCondition
from cms.snippets.services import assert_editable, content_hash
from tests.factories.registers import make_isp, make_partner, make_role, make_user

pytestmark = pytest.mark.django_db
State = IspVersion.State
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def isp():
    """A draft of a council, with a trust that is essential and a charity that is not; the law is complete."""
    trust, charity = make_partner("trust"), make_partner("charity")
    isp = make_isp(lead=make_partner("council"), parties=(trust, charity), state=State.DRAFT)
    IspParty.objects.filter(partner=trust).update(is_essential=True)
    IspParty.objects.update(asked_on=None)
    task = LegalCondition.objects.create(kind="article6", code="e", provision="Article 6(1)(e)", name="Public task")
    for party in IspParty.objects.all():
        LegalBasis.objects.create(party=party, purpose="Help", article6=task)
    DataItem.objects.create(version=isp.versions.get(), name="Names")
    return isp


def party(isp, slug):
    return IspParty.objects.get(version__isp=isp, partner__slug=slug)


def sign(isp, slug, **fields):
    given = {"signatory_name": "Joy", "signatory_job_title": "Chief executive", "signed_on": TODAY, **fields}
    return record_signature(by=SYSTEM, party_id=party(isp, slug).pk, **given)


def test_sending_out_freezes_the_words_asks_everybody_and_is_recorded(isp):
    version = send_out(by=SYSTEM, version_id=isp.versions.get().pk)
    assert version.state == State.OUT_FOR_SIGNATURE
    assert version.content_hash == content_hash(version)
    assert set(IspParty.objects.values_list("asked_on", flat=True)) == {TODAY}
    assert AuditEvent.objects.filter(action="version.sent_out", object_id=str(version.pk)).count() == 1
    with pytest.raises(Conflict):
        assert_editable(version)
    with pytest.raises(Conflict):
        send_out(by=SYSTEM, version_id=version.pk)


def test_setting_the_state_back_in_memory_opens_nothing(isp):
    version = send_out(by=SYSTEM, version_id=isp.versions.get().pk)
    version.state = State.DRAFT
    with pytest.raises(Conflict):
        assert_editable(version)


def test_a_draft_may_change(isp):
    assert_editable(isp.versions.get())


def test_the_hash_follows_words_parties_and_law_but_not_the_unsigned_schedule(isp):
    version = isp.versions.get()
    before = content_hash(version)
    Isp.objects.filter(pk=isp.pk).update(next_review_on=TODAY, owner=make_user("owner@example.org"))
    assert content_hash(IspVersion.objects.get(pk=version.pk)) == before
    LegalBasis.objects.filter(party=party(isp, "trust")).update(purpose="Something else")
    changed = content_hash(IspVersion.objects.get(pk=version.pk))
    assert changed != before
    DataItem.objects.create(version=version, name="Addresses")
    assert content_hash(IspVersion.objects.get(pk=version.pk)) not in (before, changed)


def test_withdrawing_voids_open_signatures(isp):
    version = send_out(by=SYSTEM, version_id=isp.versions.get().pk)
    sign(isp, "charity")
    withdraw(by=SYSTEM, version_id=version.pk)
    assert Signature.objects.get().voided_on == TODAY
    version.refresh_from_db()
    assert version.state == State.WITHDRAWN
    with pytest.raises(Conflict):
        withdraw(by=SYSTEM, version_id=version.pk)
    with pytest.raises(Conflict):
        sign(isp, "trust")


def test_in_force_with_the_lead_and_every_essential_party_each_covered_from_its_own_date(isp):
    version = send_out(by=SYSTEM, version_id=isp.versions.get().pk)
    sign(isp, "council", signed_on=TODAY - datetime.timedelta(days=5))
    version.refresh_from_db()
    assert version.state == State.OUT_FOR_SIGNATURE
    sign(isp, "trust")
    version.refresh_from_db()
    assert (version.state, version.in_force_from) == (State.IN_FORCE, TODAY)
    assert party(isp, "council").covered_from == TODAY
    assert party(isp, "charity").covered_from is None
    with time_machine.travel(datetime.datetime(2026, 12, 2, 12, tzinfo=datetime.UTC), tick=False):
        sign(isp, "charity", signed_on=datetime.date(2026, 12, 1))
    assert party(isp, "charity").covered_from == datetime.date(2026, 12, 1)


def test_an_essential_party_that_declines_keeps_it_out_of_force(isp):
    version = send_out(by=SYSTEM, version_id=isp.versions.get().pk)
    sign(isp, "trust", decision="declined", reason="Too much")
    sign(isp, "council")
    version.refresh_from_db()
    assert version.state == State.OUT_FOR_SIGNATURE


def test_a_new_version_supersedes_the_old_and_two_are_never_in_force(isp):
    first = send_out(by=SYSTEM, version_id=isp.versions.get().pk)
    sign(isp, "council")
    sign(isp, "trust")
    second = IspVersion.objects.create(isp=isp, number=2, summary="New")
    lead = IspParty.objects.create(version=second, partner=isp.lead, role="lead")
    LegalBasis.objects.create(party=lead, purpose="Help", article6=LegalCondition.objects.get())
    with pytest.raises(IntegrityError), transaction.atomic():
        IspVersion.objects.filter(pk=second.pk).update(state=State.IN_FORCE)
    send_out(by=SYSTEM, version_id=second.pk)
    record_signature(
        by=SYSTEM, party_id=lead.pk, signatory_name="Joy", signatory_job_title="", signed_on=TODAY, decision="signed"
    )
    states = dict(IspVersion.objects.values_list("number", "state"))
    assert states == {1: State.SUPERSEDED, 2: State.IN_FORCE}
    first.refresh_from_db()
    assert first.in_force_to == TODAY


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"signatory_name": " "}, "signatoryName"),
        ({"signed_on": TODAY + datetime.timedelta(days=1)}, "signedOn"),
        ({"decision": "conditions"}, "reason"),
        ({"decision": "perhaps"}, "decision"),
    ],
)
def test_a_decision_is_checked_and_nothing_is_written(isp, fields, wrong):
    send_out(by=SYSTEM, version_id=isp.versions.get().pk)
    with pytest.raises(BadInput) as refused:
        sign(isp, "trust", **fields)
    assert wrong in refused.value.details["fields"]
    assert Signature.objects.count() == 0


def test_a_body_without_legal_personality_cannot_sign(isp):
    party(isp, "trust").partner.__class__.objects.filter(slug="trust").update(can_sign=False)
    with pytest.raises(BadInput):
        send_out(by=SYSTEM, version_id=isp.versions.get().pk)


def test_who_may_sign_and_who_may_not(isp):
    send_out(by=SYSTEM, version_id=isp.versions.get().pk)
    trust = party(isp, "trust")
    member = make_user("member@example.org", trust.partner)
    given = {"party_id": trust.pk, "signatory_name": "A", "signatory_job_title": "B", "signed_on": TODAY}
    with pytest.raises(Forbidden):
        record_signature(by=requester_of(member), **given)
    stranger = make_user("stranger@example.org", make_partner("stranger"))
    with pytest.raises(NotFound):
        record_signature(by=requester_of(stranger), **given)
    assert Signature.objects.count() == 0
    make_role(member, trust.partner, "isp_approver")
    assert record_signature(by=requester_of(member), **given).recorded_by_id == member.pk


def test_who_may_send_out(isp):
    version = isp.versions.get()
    with pytest.raises(NotFound):
        send_out(by=Requester(user_id=5, partners=frozenset({isp.lead_id})), version_id=version.pk)
    lead = make_user("lead@example.org", isp.lead)
    make_role(lead, isp.lead, "ig_lead")
    assert send_out(by=requester_of(lead), version_id=version.pk).state == State.OUT_FOR_SIGNATURE
