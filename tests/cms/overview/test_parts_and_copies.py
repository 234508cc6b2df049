"""Who looks after an agreement here, and copies for a request: by whom, with what effect, and what never leaves."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.audit.models import AuditEvent
from cms.core import clock
from cms.core.errors import BadInput, Forbidden, NotFound
from cms.members.selectors import requester_of
from cms.overview.parts import change_our_part
from cms.overview.release import prepare_release
from cms.overview.selectors import our_isps
from cms.signing.models import Signature
from cms.snippets.models import DataFlow, Isp, IspContact, IspParty, IspVersion, LegalBasis, Partner, Succession
from cms.snippets.services import content_hash
from tests.factories.registers import make_isp, make_partner, make_role, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return make_partner("council")


@pytest.fixture
def lead(council):
    user = make_user("ig@example.org", council, first_name="Ida", last_name="Example")
    make_role(user, council, "ig_lead")
    return user


def test_who_looks_after_it_is_said_on_the_spot_and_voids_nothing(council, lead):
    trust = make_partner("trust")
    isp = make_isp("Floods", trust, (council,))
    version = isp.versions.get()
    before = content_hash(version)
    IspVersion.objects.create(isp=isp, number=2, state="draft")
    IspParty.objects.create(version=isp.versions.get(number=2), partner=council)
    by, owner = requester_of(lead), make_user("owner@example.org", council)
    row = our_isps(by).covering[0]
    kinds = [fix.kind for fix in our_isps(by).fixes]
    assert (row.has_owner, row.can_change, kinds[:2]) == (False, True, ["no_owner", "no_file"])
    assert our_isps(by).fixes[0].path == f"/organisation/isps/{isp.reference}"

    change_our_part(
        by=by, reference=isp.reference, owner_id=owner.pk, service_area="  Community   safety ", no_file_held=True
    )
    row = our_isps(by).covering[0]
    assert (row.owner_id, row.service_area, row.no_file_noted_on) == (owner.pk, "Community safety", clock.today())
    assert not {"no_owner", "no_file"} & {fix.kind for fix in our_isps(by).fixes}
    assert content_hash(IspVersion.objects.get(pk=version.pk)) == before
    # What is written now goes with the next version; the other party's part is its own.
    assert set(IspParty.objects.filter(partner=council).values_list("owner", "service_area")) == {
        (owner.pk, "Community safety")
    }
    assert set(IspParty.objects.filter(partner=trust).values_list("owner", "service_area")) == {(None, "")}
    event = AuditEvent.objects.get(action="party.part_changed")
    assert (event.actor_id, event.organisation_id) == (lead.pk, council.pk)
    change_our_part(by=by, reference=isp.reference, owner_id=None, service_area="", no_file_held=False)
    assert our_isps(by).covering[0].no_file_noted_on is None


def test_where_it_leads_without_being_a_party_the_owner_is_the_agreements_own(council, lead):
    isp = make_isp("Ours", council)
    IspParty.objects.all().delete()
    change_our_part(by=requester_of(lead), reference=isp.reference, owner_id=lead.pk, service_area="")
    again = Isp.objects.get(pk=isp.pk)
    assert (again.owner_id, again.lock_version) == (lead.pk, isp.lock_version + 1)


def test_the_part_of_a_body_it_took_over_from_is_its_own(council, lead):
    old = make_partner("old-council")
    Succession.objects.create(predecessor=old, successor=council, on="2025-04-01")
    isp = make_isp("Old", make_partner("trust"), (old,))
    change_our_part(by=requester_of(lead), reference=isp.reference, owner_id=lead.pk, service_area="Housing")
    assert IspParty.objects.get(partner=old).service_area == "Housing"


def test_nobody_else_changes_a_part_and_a_refusal_changes_nothing(council, lead):
    trust = make_partner("trust")
    isp, other = make_isp("Floods", trust, (council,)), make_isp("Not ours", trust)
    hidden = make_isp("Hidden", trust, visibility="parties")
    member, stranger = make_user("m@example.org", council), make_user("s@example.org", trust)
    by = requester_of(lead)
    for who, reference, owner, error in (
        (requester_of(member), isp.reference, None, Forbidden),
        (by, other.reference, None, NotFound),
        (by, hidden.reference, None, NotFound),
        (by, "ISP-9999", None, NotFound),
        (by, isp.reference, stranger.pk, BadInput),  # a person of another organisation
    ):
        with pytest.raises(error):
            change_our_part(by=who, reference=reference, owner_id=owner, service_area="X", no_file_held=True)
    with pytest.raises(BadInput):
        change_our_part(by=by, reference=isp.reference, owner_id=None, service_area="x" * 81)
    assert not IspParty.objects.exclude(service_area="").exists()
    assert not IspVersion.objects.exclude(no_file_noted_on=None).exists()
    assert not AuditEvent.objects.filter(action="party.part_changed").exists()
    assert our_isps(requester_of(member)).possible_owners == []


def rich_isp(council: Partner, trust: Partner, title: str, **fields) -> Isp:
    text = {"summary": "In plain words", "security": "SECRET lock", "how_to_share": "SECRET way"}
    isp = make_isp(title, council, (trust,), text=text, **fields)
    version = isp.versions.get()
    IspContact.objects.create(isp=isp, role="Duty officer", phone="01632 960117", email="duty@example.org")
    party = IspParty.objects.get(version=version, partner=trust)
    Signature.objects.create(
        party=party, signatory_name="Sam Signs", signatory_job_title="Chief executive", signed_on=clock.today(),
        content_hash="x",
    )  # fmt: skip
    LegalBasis.objects.create(party=party, purpose="Safety", rationale="Because")
    DataFlow.objects.create(version=version, sender=council, recipient=trust, items="Names", method="SECRET line")
    return isp


def test_a_copy_marks_what_it_withholds_and_the_words_are_not_in_it(council, lead):
    trust = make_partner("trust")
    isp = rich_isp(council, trust, "Floods", owner=make_user("owner@example.org", council, first_name="Olive"))
    by = requester_of(lead)
    made = prepare_release(by=by, on=clock.today(), reference=isp.reference)
    text = repr(made)
    for gone in ("Sam Signs", "SECRET", "01632", "duty@example.org", "Olive"):
        assert gone not in text
    for kept in ("In plain words", "Duty officer", "Chief executive", "Because", "Trust"):
        assert kept in text
    reasons = {item.label: item.withheld.words for item in made.isps[0].withheld}
    assert reasons["Trust: who signed"] == "personal data, s.40"
    assert reasons["How it is kept safe"] == "disclosure could help a crime, s.31"
    assert {"Duty officer", "Owner and deputy", "How it is shared safely"} <= set(reasons)
    opened = prepare_release(
        by=by, on=clock.today(), reference=isp.reference, with_signatories=True, with_security=True
    )
    assert "Sam Signs" in repr(opened)
    assert "SECRET lock" in repr(opened)
    assert "01632" not in repr(opened)
    events = AuditEvent.objects.filter(action="isp.released")
    assert [(event.actor_id, event.object_id) for event in events] == [(lead.pk, str(isp.pk))] * 2
    assert "Sam" not in json.dumps([event.object_label for event in events])


def test_a_past_copy_holds_only_what_stood_then(council, lead):
    isp = rich_isp(council, make_partner("trust"), "Floods")
    IspVersion.objects.update(in_force_from=clock.today())
    before = prepare_release(
        by=requester_of(lead), on=clock.today() - datetime.timedelta(days=1), reference=isp.reference
    ).isps[0]
    assert "was in force on this day" in before.sentence
    assert [section.heading for section in before.sections] == ["The agreement"]


def test_all_of_a_partner_at_once_in_a_fixed_number_of_queries(council, lead):
    trust = make_partner("trust")
    others = make_isp("Theirs", trust, (council,))
    hidden = make_isp("Hidden", trust, visibility="parties")
    by = requester_of(lead)
    costs = []
    for size in (1, 10):
        while Isp.objects.filter(lead=council).count() < size:
            rich_isp(council, trust, "Ours")
        with CaptureQueriesContext(connection) as captured:
            made = prepare_release(by=by, on=clock.today(), partner="council")
        reads = [query for query in captured if query["sql"].startswith("SELECT")]
        costs.append(len(reads))
        assert (len(made.isps), made.left_out) == (size, [others.reference])
    assert costs[1] <= costs[0]
    assert hidden.reference not in repr(made)


def test_only_who_looks_after_it_takes_a_copy_and_a_refusal_leaves_no_trace(council, lead):
    trust = make_partner("trust")
    isp, hidden = make_isp("Theirs", trust, (council,)), make_isp("Hidden", trust, visibility="parties")
    member = requester_of(make_user("m@example.org", trust))
    tool = requester_of(lead).__class__(partners=frozenset({trust.pk}), acting_for=trust.pk, token_id=1)
    today, tomorrow = clock.today(), clock.today() + datetime.timedelta(days=1)
    for who, given, error in (
        (member, {"reference": isp.reference}, Forbidden),
        (requester_of(lead), {"reference": isp.reference}, Forbidden),  # a party, not the lead
        (requester_of(lead), {"reference": hidden.reference}, NotFound),
        (requester_of(lead), {"partner": "nobody"}, NotFound),
        (tool, {"reference": isp.reference}, Forbidden),
    ):
        with pytest.raises(error):
            prepare_release(by=who, on=today, **given)
    with pytest.raises(BadInput):
        prepare_release(by=requester_of(lead), on=tomorrow, reference=isp.reference)
    assert not AuditEvent.objects.filter(action="isp.released").exists()
