"""Recording a review: who may, once however often it is sent, and nothing at all where it is refused."""

import datetime

import pytest
import time_machine

from cms.audit.models import AuditEvent
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.requester import ANONYMOUS, Requester
from cms.members.models import Membership
from cms.members.selectors import requester_of
from cms.notifications.models import Delivery, Notification
from cms.reviews.dates import months_after
from cms.reviews.models import Reminder, Review
from cms.reviews.services import record_review
from cms.snippets.models import Isp, IspVersion
from tests.factories.registers import make_isp, make_partner, make_role, make_user

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)
DUE = datetime.date(2026, 12, 4)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def owner():
    return make_user("owner@example.org", make_partner("council"))


@pytest.fixture
def isp(owner):
    isp = make_isp("Case meetings", make_partner("council"), owner=owner, next_review_on=DUE)
    Review.objects.create(isp=isp, due_on=DUE, opened_on=TODAY)
    return isp


def send(user, isp, **given):
    by = user if isinstance(user, Requester) else requester_of(user)
    usual = {
        "reference": isp.reference,
        "submission_id": "one",
        "expected_revision": Isp.objects.get(pk=isp.pk).lock_version,
        "outcome": "unchanged",
    }
    return record_review(by=by, **(usual | given))


def untouched(isp):
    isp.refresh_from_db()
    review = Review.objects.get(isp=isp)
    return (
        (isp.next_review_on, isp.lock_version, review.outcome, review.completed_on) == (DUE, 1, "", None)
        and not AuditEvent.objects.filter(action="review.recorded").exists()
        and not Notification.objects.exists()
        and not Delivery.objects.exists()
    )


def test_still_right_closes_this_review_and_opens_the_next_a_cycle_later(isp, owner):
    old = Review.objects.get()
    Reminder.objects.create(review=old, offset=-30, recipient="owner@example.org", why="owner")
    returned = send(owner, isp, notes="Looked at it")
    assert returned.lock_version == 2
    isp.refresh_from_db()
    assert isp.next_review_on == datetime.date(2027, 11, 22)
    old.refresh_from_db()
    assert (old.outcome, old.completed_on, old.reviewer, old.next_due_on) == (
        "unchanged", TODAY, owner, isp.next_review_on,
    )  # fmt: skip
    assert Review.objects.get(completed_on=None).due_on == isp.next_review_on
    assert Reminder.objects.get().state == Reminder.State.CANCELLED
    assert AuditEvent.objects.get(action="review.recorded").object_id == str(isp.pk)


def test_a_month_and_under_review_give_way_to_the_day_that_was_chosen(isp, owner):
    Isp.objects.filter(pk=isp.pk).update(next_review_on=None, next_review_precision="none", under_review_noted_on=TODAY)
    chosen = datetime.date(2028, 3, 27)
    send(owner, isp, next_review=chosen)
    isp.refresh_from_db()
    assert (isp.next_review_on, isp.next_review_precision, isp.under_review_noted_on) == (chosen, "day", None)


def test_needs_a_change_keeps_the_date_and_tells_the_core_team_and_the_lead(isp, owner):
    editor = make_user("editor@example.org", site_role="core_editor")
    lead = make_user("lead@example.org", isp.lead)
    make_role(lead, isp.lead, "ig_lead")
    send(owner, isp, outcome="needs_change", notes="The law changed")
    isp.refresh_from_db()
    review = Review.objects.get()
    assert (isp.next_review_on, isp.lock_version) == (DUE, 2)
    assert (review.outcome, review.notes, review.is_open) == ("needs_change", "The law changed", True)
    assert set(Notification.objects.values_list("user", flat=True)) == {editor.pk, lead.pk}
    assert set(Delivery.objects.values_list("recipient", flat=True)) == {"editor@example.org", "lead@example.org"}
    send(owner, isp, submission_id="two")
    review.refresh_from_db()
    assert (review.outcome, review.completed_on) == ("unchanged", TODAY)


@pytest.mark.parametrize("outcome", ["unchanged", "needs_change"])
def test_sent_twice_it_is_recorded_once(isp, owner, outcome):
    make_user("editor@example.org", site_role="core_editor")
    first = {"expected_revision": 1, "outcome": outcome, "notes": "Twice"}
    send(owner, isp, **first)
    after = send(owner, isp, **first)
    assert after.lock_version == 2
    assert AuditEvent.objects.filter(action="review.recorded").count() == 1
    assert Notification.objects.count() == (1 if outcome == "needs_change" else 0)


def test_a_form_that_is_older_than_the_agreement_changes_nothing(isp, owner):
    with pytest.raises(Conflict) as refused:
        send(owner, isp, expected_revision=7)
    assert refused.value.details == {"currentRevision": 1}
    assert untouched(isp)


def test_who_may_record(isp):
    council = isp.lead
    deputy, lead = make_user("deputy@example.org", council), make_user("lead@example.org", council)
    editor = make_user("editor@example.org", site_role="core_editor")
    make_role(lead, council, "ig_lead")
    Isp.objects.filter(pk=isp.pk).update(deputy=deputy)
    for n, user in enumerate((deputy, lead, editor)):
        send(user, isp, submission_id=f"s{n}", next_review=TODAY + datetime.timedelta(days=400 + n))
    assert AuditEvent.objects.filter(action="review.recorded").count() == 3


def test_who_may_not(isp, owner):
    stranger = make_user("stranger@example.org", make_partner("trust"))
    make_role(stranger, make_partner("trust"), "ig_lead")
    colleague = make_user("colleague@example.org", isp.lead)
    tool = Requester(
        partners=frozenset({isp.lead_id}), token_id=1, scopes=frozenset({"read:register", "write:reviews"})
    )
    for user, refusal in (
        (ANONYMOUS, Unauthenticated),
        (tool, Unauthenticated),
        (stranger, Forbidden),
        (colleague, Forbidden),
    ):
        with pytest.raises(refusal):
            send(user, isp)
        assert untouched(isp), user
    Membership.objects.filter(user=owner).update(ends_on=TODAY - datetime.timedelta(days=1))
    with pytest.raises((Forbidden, NotFound)):
        send(owner, isp)
    assert untouched(isp)


def test_hidden_and_absent_look_the_same(isp):
    stranger = make_user("stranger@example.org", make_partner("trust"))
    Isp.objects.filter(pk=isp.pk).update(visibility="parties")
    said = []
    for reference in (isp.reference, "ISP-9999"):
        with pytest.raises(NotFound) as refused:
            send(stranger, isp, reference=reference)
        said.append((str(refused.value), refused.value.details))
    assert said[0] == said[1]
    assert untouched(isp)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"next_review": TODAY}, "nextReview"),
        ({"next_review": datetime.date(2029, 11, 23)}, "nextReview"),
        ({"next_review": DUE}, "nextReview"),
        ({"outcome": "needs_change"}, "notes"),
        ({"outcome": "needs_change", "notes": "   "}, "notes"),
        ({"outcome": "retire"}, "outcome"),
        ({"notes": "x" * 4001}, "notes"),
    ],
)
def test_wrong_answers_are_said_by_field_and_change_nothing(isp, owner, given, field):
    with pytest.raises(BadInput) as refused:
        send(owner, isp, **given)
    assert list(refused.value.details["fields"]) == [field]
    assert untouched(isp)


def test_only_what_is_in_force_is_reviewed(isp, owner):
    IspVersion.objects.filter(isp=isp).update(state="draft")
    with pytest.raises(BadInput):
        send(owner, isp)
    assert untouched(isp)


def test_a_submission_belongs_to_one_agreement(isp, owner):
    send(owner, isp)
    other = make_isp("Another", isp.lead, owner=owner, next_review_on=DUE)
    with pytest.raises(BadInput):
        send(owner, other)
    assert not Review.objects.filter(isp=other).exists()


def test_reviewing_again_on_the_day_is_another_review(isp, owner):
    send(owner, isp)
    Isp.objects.filter(pk=isp.pk).update(next_review_on=DUE)
    send(owner, isp, submission_id="two", next_review=datetime.date(2028, 1, 1))
    assert Review.objects.exclude(completed_on=None).count() == 2
    assert Review.objects.get(completed_on=None, superseded_on=None).due_on == datetime.date(2028, 1, 1)


def test_months_end_on_the_months_last_day():
    assert months_after(datetime.date(2026, 11, 30), 3) == datetime.date(2027, 2, 28)
    assert months_after(datetime.date(2026, 11, 22), 12) == datetime.date(2027, 11, 22)
    assert months_after(datetime.date(2026, 12, 31), 2) == datetime.date(2027, 2, 28)
