"""The state of an agreement: boundaries by hand, and the same answer from Python and from SQL for any dates."""

import datetime
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.snippets.models import Isp, IspVersion
from cms.snippets.review_state import KINDS, LABELS, Status, due_date, isp_status, kind, review_state, with_status
from tests.factories.registers import make_partner

TODAY = datetime.date(2026, 11, 22)
State = IspVersion.State
DAY = datetime.timedelta(days=1)


def dates(**given):
    usual = {
        "starts_on": None,
        "ends_on": None,
        "next_review_on": TODAY + 400 * DAY,
        "next_review_precision": "day",
        "suspended_on": None,
        "retired_on": None,
    }
    return SimpleNamespace(**(usual | given))


@pytest.mark.parametrize(
    ("days", "status"),
    [
        (91, Status.IN_FORCE),
        (90, Status.REVIEW_DUE),
        (1, Status.REVIEW_DUE),
        (0, Status.REVIEW_DUE),
        (-1, Status.REVIEW_LATE),
        (-89, Status.REVIEW_LATE),
        (-90, Status.LAPSED),
        (-900, Status.LAPSED),
    ],
)
def test_the_calendar_decides_from_ninety_days_before_to_ninety_after(days, status):
    state = review_state(dates(next_review_on=TODAY + days * DAY), [State.IN_FORCE], TODAY)
    assert (state.status, state.days_to_review) == (status, days)


def test_a_month_is_due_on_its_last_day_and_a_year_on_its_last():
    first = datetime.date(2026, 11, 1)
    assert due_date(first, "month") == datetime.date(2026, 11, 30)
    assert due_date(datetime.date(2028, 2, 3), "month") == datetime.date(2028, 2, 29)
    assert due_date(first, "year") == datetime.date(2026, 12, 31)
    assert due_date(first, "none") is None
    this_month = dates(next_review_on=first, next_review_precision="month")
    assert isp_status(this_month, [State.IN_FORCE], datetime.date(2026, 11, 30)) == Status.REVIEW_DUE
    assert isp_status(this_month, [State.IN_FORCE], datetime.date(2026, 12, 1)) == Status.REVIEW_LATE


def test_under_review_without_a_date_is_in_force_and_no_date_is_invented():
    state = review_state(dates(next_review_on=None, next_review_precision="none"), [State.IN_FORCE], TODAY)
    assert (state.status, state.due_on, state.days_to_review) == (Status.IN_FORCE, None, None)


@pytest.mark.parametrize(
    ("given", "versions", "status"),
    [
        ({"retired_on": TODAY, "suspended_on": TODAY}, [State.IN_FORCE], Status.RETIRED),
        ({"retired_on": TODAY + DAY}, [State.IN_FORCE], Status.IN_FORCE),
        ({"suspended_on": TODAY}, [State.IN_FORCE], Status.SUSPENDED),
        ({"ends_on": TODAY}, [State.IN_FORCE], Status.IN_FORCE),
        ({"ends_on": TODAY - DAY}, [State.IN_FORCE], Status.ENDED),
        ({"starts_on": TODAY + DAY}, [State.IN_FORCE], Status.NOT_STARTED),
        ({}, [State.OUT_FOR_SIGNATURE, State.IN_FORCE], Status.IN_FORCE),
        ({}, [State.DRAFT, State.OUT_FOR_SIGNATURE], Status.OUT_FOR_SIGNATURE),
        ({}, [State.WITHDRAWN, State.PEER_REVIEW], Status.PEER_REVIEW),
        ({}, [State.WITHDRAWN], Status.WITHDRAWN),
        ({}, [], Status.DRAFT),
    ],
)
def test_what_comes_before_the_calendar(given, versions, status):
    assert isp_status(dates(**given), versions, TODAY) == status


def test_the_draft_of_an_agreement_that_was_replaced_shows_in_no_status():
    assert isp_status(dates(), [State.SUPERSEDED, State.DRAFT], TODAY) == Status.ENDED


def test_every_status_has_words_and_a_mark():
    assert set(LABELS) == set(Status)
    assert {kind(status) for status in Status} >= set(KINDS.values())


near = st.one_of(st.none(), st.integers(-400, 400).map(lambda n: TODAY + n * DAY))
rows = st.fixed_dictionaries(
    {
        "starts_on": near,
        "ends_on": near,
        "next_review_on": near,
        "suspended_on": near,
        "retired_on": near,
        "next_review_precision": st.sampled_from(["day", "month", "year"]),
    }
)
versions = st.lists(st.sampled_from([*State]), max_size=4).filter(lambda found: found.count(State.IN_FORCE) <= 1)


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(st.tuples(rows, versions), min_size=1, max_size=8), shift=st.integers(-200, 200))
def test_sql_finds_each_agreement_under_the_status_that_python_gives_it(db, made, shift):
    Isp.objects.all().delete()
    lead, today = make_partner("lead"), TODAY + shift * DAY
    expected = {}
    for given_dates, states in made:
        isp = Isp.objects.create(title="Any", lead=lead, **given_dates)
        for number, state in enumerate(states, 1):
            IspVersion.objects.create(isp=isp, number=number, state=state)
        expected[isp.pk] = isp_status(isp, states, today)
    for status in Status:
        found = set(Isp.objects.filter(with_status(status, today)).values_list("pk", flat=True))
        assert found == {pk for pk, known in expected.items() if known == status}, status
