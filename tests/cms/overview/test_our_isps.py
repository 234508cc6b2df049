"""Our ISPs: all that cover us, also by succession; what to fix counts only what is ours to do."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.requester import ANONYMOUS
from cms.members.selectors import requester_of
from cms.overview.selectors import FixKind, our_isps
from cms.snippets.models import IspContact, IspParty, IspVersion, Succession
from tests.factories.pages import make_document
from tests.factories.registers import make_isp, make_isp_file, make_partner, make_role, make_user

pytestmark = pytest.mark.django_db
State = IspVersion.State
TODAY = datetime.date(2026, 11, 22)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def council():
    return make_partner("council")


@pytest.fixture
def reader(council):
    return make_user("reader@example.org", council)


def fine(title, lead, owner=None, parties=(), **fields):
    """An agreement with nothing to fix: owner, file, contact and a review that is far away."""
    isp = make_isp(title, lead, parties, **{"next_review_on": TODAY + 400 * DAY, "owner": owner, **fields})
    IspContact.objects.create(isp=isp, role="Duty officer", phone="01632 960117")
    IspParty.objects.filter(version__isp=isp).update(owner=owner)
    make_isp_file(isp, make_document(f"Text of {title}"), parties_only=False)
    return isp


def of_agreements(ours):
    """What to fix about agreements; what the body itself lacks has tests of its own."""
    return [fix for fix in ours.fixes if fix.kind not in ("role_gap", "body_contact")]


def kinds(ours):
    return {fix.kind: fix.count for fix in of_agreements(ours)}


def ask(reader):
    ours = our_isps(requester_of(reader))
    assert ours is not None
    return ours


def test_nobody_without_an_organisation_has_a_list(council):
    assert our_isps(ANONYMOUS) is None
    assert our_isps(requester_of(make_user("nobody@example.org"))) is None


def test_one_cannot_ask_for_another_organisations_list(reader):
    assert our_isps(requester_of(reader), make_partner("trust").pk) is None


def test_what_covers_us_is_listed_with_our_part_and_counts(council, reader):
    trust = make_partner("trust")
    led = fine("Ours", council, reader)
    theirs = fine("Theirs", trust, reader, (council,))
    fine("Not ours", trust, reader)
    ours = ask(reader)
    assert [row.isp_id for row in ours.covering] == [led.pk, theirs.pk]
    assert [row.lead_is_us for row in ours.covering] == [True, False]
    assert {row.owner_name for row in ours.covering} == {str(reader)}
    assert (ours.cover_count, ours.lead_count, ours.due_count) == (2, 1, 0)
    assert of_agreements(ours) == []
    assert ours.waiting == []


def test_what_came_with_a_body_we_replaced_covers_us_too(council, reader):
    rural, trust = make_partner("rural", membership="left", existence="merged"), make_partner("trust")
    Succession.objects.create(predecessor=rural, successor=council, on="2023")
    isp = fine("Floods", trust, reader, (rural,))
    ours = ask(reader)
    assert [row.isp_id for row in ours.covering] == [isp.pk]
    assert ours.includes_from == [rural.pk]
    led = fine("Led by the old body", rural, reader)
    assert {row.isp_id for row in ask(reader).covering if row.lead_is_us} == {led.pk}


def test_succession_in_a_circle_is_safe(council, reader):
    other = make_partner("other")
    Succession.objects.create(predecessor=other, successor=council)
    Succession.objects.create(predecessor=council, successor=other)
    fine("Once", make_partner("trust"), reader, (other,))
    assert ask(reader).cover_count == 1


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"next_review_on": TODAY - DAY}, FixKind.REVIEW_LATE),
        ({"next_review_on": TODAY - 200 * DAY}, FixKind.REVIEW_LATE),
        ({"next_review_on": TODAY + 12 * DAY}, FixKind.REVIEW_DUE),
        ({"next_review_on": None}, FixKind.NO_REVIEW_DATE),
    ],
)
def test_reviews_are_ours_to_do_where_we_lead_and_others_where_they_do(council, reader, fields, kind):
    isp = fine("Ours", council, reader, **fields)
    fine("Theirs", make_partner("trust"), reader, (council,), **fields)
    ours = ask(reader)
    assert kinds(ours) == {kind: 1}
    assert ours.fixes[0].isp_id == isp.pk
    late = kind == FixKind.REVIEW_LATE
    assert [one.text for one in ours.waiting] == (["to review"] if late else [])


def test_a_fix_links_to_the_review_only_for_who_may_do_it(council, reader):
    isp = fine("Ours", council, reader, next_review_on=TODAY - DAY)
    assert ask(reader).fixes[0].path == f"/isps/{isp.reference}/review"
    colleague = make_user("colleague@example.org", council)
    assert ask(colleague).fixes[0].path == f"/isps/{isp.reference}"
    make_role(colleague, council, "ig_lead")
    assert ask(colleague).fixes[0].path == f"/isps/{isp.reference}/review"


def test_an_owner_who_left_is_nobody(council, reader):
    gone = make_user("gone@example.org", make_partner("elsewhere"))
    fine("Blue badges", council, gone)
    ours = ask(reader)
    assert kinds(ours) == {FixKind.NO_OWNER: 1}
    assert ours.covering[0].owner_name == ""


def test_no_file_and_nobody_to_ring(council, reader):
    make_isp("Bare", council, owner=reader, next_review_on=TODAY + 400 * DAY)
    assert kinds(ask(reader)) == {FixKind.NO_FILE: 1, FixKind.NO_CONTACT: 1}


def test_many_of_a_kind_are_one_line_with_a_count(council, reader):
    for n in range(3):
        fine(f"Late {n}", council, reader, next_review_on=TODAY - DAY)
    fix = ask(reader).fixes[0]
    assert (fix.count, fix.text, fix.isp_id) == (3, "reviews are late", None)


def test_what_we_were_asked_to_sign_is_ours_and_what_others_were_asked_waits_apart(council, reader):
    trust = make_partner("trust")
    isp = make_isp("Discounts", council, (trust,), state=State.OUT_FOR_SIGNATURE)
    ours = ask(reader)
    assert [row.isp_id for row in ours.not_in_force] == [isp.pk]
    assert ours.cover_count == 0
    assert kinds(ours) == {FixKind.NOT_COVERED: 1}
    assert [(one.text, one.partner_name) for one in ours.waiting] == [("to sign", trust.name)]
    assert "us" in ours.not_in_force[0].waits_for
    assert trust.name in ours.not_in_force[0].waits_for


def test_what_has_ended_or_was_left_stands_apart(council, reader):
    retired = fine("Retired", council, reader, retired_on=TODAY - DAY)
    left = fine("Left", make_partner("trust"), reader, (council,))
    IspParty.objects.filter(version__isp=left, partner=council).update(left_on=TODAY - DAY)
    ours = ask(reader)
    assert ours.cover_count == 0
    assert {row.isp_id for row in ours.ended} == {retired.pk, left.pk}
    assert of_agreements(ours) == []


def test_parties_only_agreements_of_others_stay_hidden(council, reader):
    make_isp("Secret", make_partner("trust"), visibility="parties")
    ours = ask(reader)
    assert (ours.covering, ours.not_in_force, ours.ended) == ([], [], [])


def queries(reader):
    by = requester_of(reader)
    with CaptureQueriesContext(connection) as seen:
        our_isps(by)
    return len(seen)


def test_the_list_costs_the_same_for_1_10_and_40_agreements(council, reader):
    trust = make_partner("trust")
    counts = {}
    for wanted in (1, 10, 40):
        while (n := IspVersion.objects.count()) < wanted:
            fine(f"No {n}", council if n % 2 else trust, reader, (trust,) if n % 2 else (council,))
        counts[wanted] = queries(reader)
    assert counts[1] <= counts[10] == counts[40], counts  # the first alone is led by another
