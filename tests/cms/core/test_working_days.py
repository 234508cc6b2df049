"""Working days: weekends and England's bank holidays are none, in the years written down and in those after."""

import datetime

import pytest

from cms.core.bank_holidays import PUBLISHED, bank_holidays, by_rule
from cms.core.working_days import add_working_days, is_working_day, working_days_before, working_days_between

DAY = datetime.date
# What was proclaimed apart from the rule: (days more, days fewer).
SINGLE_DAYS = {
    2020: ({DAY(2020, 5, 8)}, {DAY(2020, 5, 4)}),  # 75 years since VE Day
    2022: ({DAY(2022, 6, 2), DAY(2022, 6, 3), DAY(2022, 9, 19)}, {DAY(2022, 5, 30)}),  # jubilee, state funeral
    2023: ({DAY(2023, 5, 8)}, set()),  # coronation
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_published_days_are_the_rule_and_the_single_days_that_were_proclaimed(year: int) -> None:
    more, fewer = SINGLE_DAYS.get(year, (set(), set()))
    assert bank_holidays(year) == (by_rule(year) | more) - fewer
    assert all(day.weekday() < 5 for day in bank_holidays(year))


def test_a_year_after_the_list_still_has_its_bank_holidays() -> None:
    assert max(PUBLISHED) < 2033
    assert DAY(2033, 4, 15) in bank_holidays(2033)  # Good Friday
    assert {DAY(2033, 12, 26), DAY(2033, 12, 27)} <= bank_holidays(2033)  # Christmas Day falls on a Sunday
    assert len(bank_holidays(2033)) == 8


@pytest.mark.parametrize(
    ("begun", "number", "ends"),
    [
        (DAY(2026, 11, 23), 5, DAY(2026, 11, 30)),  # Monday to Monday
        (DAY(2026, 11, 27), 5, DAY(2026, 12, 4)),  # Friday to Friday
        (DAY(2026, 11, 28), 5, DAY(2026, 12, 4)),  # Saturday counts from Monday
        (DAY(2026, 12, 23), 5, DAY(2027, 1, 4)),  # Christmas Day, Boxing Day on the Monday, New Year's Day
        (DAY(2026, 4, 2), 1, DAY(2026, 4, 7)),  # Maundy Thursday to the Tuesday after Easter
    ],
)
def test_days_are_counted_over_weekends_and_bank_holidays(begun: DAY, number: int, ends: DAY) -> None:
    assert add_working_days(begun, number) == ends
    assert is_working_day(ends)
    assert working_days_between(begun, ends) == number
    assert working_days_between(begun, ends - datetime.timedelta(days=1)) == number - 1


def test_what_began_on_the_cut_off_day_has_waited_long_enough_and_later_has_not() -> None:
    today = DAY(2027, 1, 4)
    cut_off = working_days_before(today, 5)
    assert cut_off == DAY(2026, 12, 23)
    assert add_working_days(cut_off, 5) <= today < add_working_days(cut_off + datetime.timedelta(days=1), 5)


def test_no_days_are_no_question() -> None:
    with pytest.raises(ValueError, match="from 1"):
        add_working_days(DAY(2026, 11, 23), 0)
    assert working_days_between(DAY(2026, 11, 23), DAY(2026, 11, 23)) == 0
    assert working_days_between(DAY(2026, 11, 24), DAY(2026, 11, 23)) == 0
