"""Coverage is each party's own, from its own date, worked out from dates and decisions."""

import datetime

import pytest
import time_machine

from cms.core.policy import visible
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.signing.models import Signature
from cms.signing.selectors import CoverageState, coverage_of, coverages
from cms.snippets.models import IspParty, IspVersion, Succession
from tests.factories.registers import make_isp, make_partner

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)
DAY = datetime.timedelta(days=1)
State = IspVersion.State


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def isp():
    return make_isp(lead=make_partner("council"), parties=(make_partner("trust"),))


def party_of(isp, **fields):
    party = IspParty.objects.get(version__isp=isp, partner__slug="trust")
    for name, value in {"asked_on": None, "covered_from": None, **fields}.items():
        setattr(party, name, value)
    party.save()
    return party


def sign(party, **fields):
    return Signature.objects.create(party=party, **{"signatory_name": "Joy", "signed_on": TODAY, **fields})


def state_of(party):
    party = IspParty.objects.get(pk=party.pk)
    return coverages(SYSTEM, [party])[party.pk]


@pytest.mark.parametrize(
    ("fields", "state", "since"),
    [
        ({"covered_from": TODAY}, CoverageState.COVERED, TODAY),
        ({"covered_from": TODAY + DAY}, CoverageState.NOT_ASKED, None),
        ({"covered_from": TODAY, "conditions": "Nothing on health"}, CoverageState.COVERED_WITH_CONDITIONS, TODAY),
        ({"covered_from": TODAY - DAY, "covered_to": TODAY}, CoverageState.COVERED, TODAY - DAY),
        ({"covered_from": TODAY - 9 * DAY, "covered_to": TODAY - DAY}, CoverageState.ENDED, TODAY - DAY),
        ({"covered_from": TODAY - 9 * DAY, "left_on": TODAY}, CoverageState.LEFT, TODAY),
        ({"covered_from": TODAY - 9 * DAY, "left_on": TODAY + DAY}, CoverageState.COVERED, TODAY - 9 * DAY),
        ({"asked_on": TODAY}, CoverageState.ASKED, TODAY),
        ({}, CoverageState.NOT_ASKED, None),
        ({"role": "processor"}, CoverageState.DOES_NOT_SIGN, None),
    ],
)
def test_dates_decide(isp, fields, state, since):
    coverage = state_of(party_of(isp, **fields))
    assert (coverage.state, coverage.since) == (state, since)
    assert coverage.label


@pytest.mark.parametrize(
    ("decision", "state"),
    [
        ("signed", CoverageState.COVERED),
        ("conditions", CoverageState.COVERED_WITH_CONDITIONS),
        ("declined", CoverageState.DECLINED),
    ],
)
def test_the_decision_decides(isp, decision, state):
    party = party_of(isp, asked_on=TODAY - DAY)
    sign(party, decision=decision)
    assert state_of(party).state == state


def test_the_last_decision_counts_and_a_voided_one_does_not(isp):
    party = party_of(isp, asked_on=TODAY - 9 * DAY)
    sign(party, decision="declined", signed_on=TODAY - 5 * DAY)
    later = sign(party, signed_on=TODAY - 2 * DAY)
    assert state_of(party).state == CoverageState.COVERED
    later.voided_on = TODAY
    later.save()
    assert state_of(party).state == CoverageState.DECLINED


def test_a_signature_before_the_agreement_is_in_force_covers_nobody_yet(isp):
    IspVersion.objects.filter(isp=isp).update(state=State.OUT_FOR_SIGNATURE, in_force_from=None)
    party = party_of(isp, asked_on=TODAY)
    sign(party)
    assert state_of(party).state == CoverageState.SIGNED
    assert not state_of(party).covers


def test_whoever_has_not_signed_the_new_version_stays_on_the_old_one_until_its_cut_off(isp):
    IspVersion.objects.filter(isp=isp).update(state=State.SUPERSEDED, in_force_to=TODAY - DAY)
    assert state_of(party_of(isp, covered_from=TODAY - 99 * DAY, covered_to=TODAY + DAY)).state == CoverageState.COVERED
    assert state_of(party_of(isp, covered_from=TODAY - 99 * DAY, covered_to=None)).state == CoverageState.ENDED


def test_a_register_without_signatures_is_believed_and_says_so(isp):
    IspVersion.objects.filter(isp=isp).update(is_imported=True)
    coverage = state_of(party_of(isp))
    assert coverage.state == CoverageState.COVERED
    assert "register" in coverage.label


@pytest.mark.parametrize("field", ["retired_on", "ends_on"])
def test_nobody_is_covered_by_what_has_ended(isp, field):
    setattr(isp, field, TODAY - DAY)
    isp.save()
    assert state_of(party_of(isp, covered_from=TODAY - 9 * DAY)).state == CoverageState.ENDED


def test_the_public_learns_who_is_covered_but_not_who_was_asked_or_declined(isp):
    isp.visibility = "public"
    isp.save()
    party = party_of(isp, asked_on=TODAY)
    assert coverages(ANONYMOUS, [party])[party.pk].state == CoverageState.NOT_ASKED
    sign(party, decision="declined")
    assert coverages(ANONYMOUS, [party])[party.pk].state == CoverageState.NOT_ASKED
    member = Requester(user_id=1, partners=frozenset({party.partner_id}))
    assert coverages(member, [party])[party.pk].state == CoverageState.DECLINED


# -- succession -------------------------------------------------------------------------------------------


def test_an_organisation_is_covered_by_what_the_bodies_it_replaced_signed(isp):
    trust = IspParty.objects.get(version__isp=isp, partner__slug="trust").partner
    board, group = make_partner("care-board"), make_partner("care-group")
    Succession.objects.create(predecessor=trust, successor=group)
    Succession.objects.create(predecessor=group, successor=board)
    found = coverage_of(SYSTEM, [board.pk])[isp.pk]
    assert (found.partner_id, found.through_id, found.coverage.state) == (board.pk, trust.pk, CoverageState.COVERED)


def test_succession_in_a_circle_ends(isp):
    trust = IspParty.objects.get(version__isp=isp, partner__slug="trust").partner
    other = make_partner("other")
    Succession.objects.create(predecessor=trust, successor=other)
    Succession.objects.create(predecessor=other, successor=trust)
    assert coverage_of(SYSTEM, [other.pk])[isp.pk].through_id == trust.pk


def test_ones_own_signature_is_told_before_a_predecessors(isp):
    trust = IspParty.objects.get(version__isp=isp, partner__slug="trust").partner
    council = isp.lead
    Succession.objects.create(predecessor=trust, successor=council)
    assert coverage_of(SYSTEM, [council.pk])[isp.pk].through_id is None


def test_coverage_costs_the_same_for_one_agreement_and_for_many(isp, django_assert_num_queries):
    trust = IspParty.objects.get(version__isp=isp, partner__slug="trust").partner
    with django_assert_num_queries(3):
        assert len(coverage_of(SYSTEM, [trust.pk])) == 1
    for _ in range(9):
        make_isp(lead=isp.lead, parties=(trust,))
    with django_assert_num_queries(3):
        assert len(coverage_of(SYSTEM, [trust.pk])) == 10


# -- rows -------------------------------------------------------------------------------------------------


def test_signatures_are_seen_by_members_who_see_the_party_and_by_nobody_else(isp):
    party = party_of(isp)
    sign(party)
    rows = Signature.objects.all()
    stranger = Requester(user_id=9, partners=frozenset({make_partner("stranger").pk}))
    assert visible(rows, stranger).count() == 1
    isp.visibility = "parties"
    isp.save()
    assert visible(rows, stranger).count() == 0
    assert visible(rows, Requester(user_id=8, partners=frozenset({party.partner_id}))).count() == 1
    isp.visibility = "public"
    isp.save()
    assert visible(rows, ANONYMOUS).count() == 0
    assert (
        visible(rows, Requester(partners=frozenset({party.partner_id}), scopes=frozenset({"read:content"}))).count()
        == 0
    )
