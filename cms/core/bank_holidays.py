"""England's bank holidays.

Source: GOV.UK, "UK bank holidays", England and Wales (https://www.gov.uk/bank-holidays, Open Government Licence v3.0).
The law behind them: Banking and Financial Dealings Act 1971, section 1 and Schedule 1; New Year's Day, the early May
day and single days such as a coronation by Royal Proclamation; Good Friday and Christmas Day by common law.

Years that are written down here are as published, single days and moved ones too. Another year is worked out by the
rule, so that nothing stops on the day this list ends. A test holds the list to the rule and names every difference.
"""

import datetime
import functools

SATURDAY, SUNDAY = 5, 6
PUBLISHED = {
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}


@functools.cache
def bank_holidays(year: int) -> frozenset[datetime.date]:
    """The bank holidays of a year in England, as published, else by the rule."""
    if year in PUBLISHED:
        return frozenset(datetime.date.fromisoformat(f"{year}-{day}") for day in PUBLISHED[year].split())
    return by_rule(year)


def by_rule(year: int) -> frozenset[datetime.date]:
    """What a year has when nothing is proclaimed: eight days, those at a weekend moved to the next working day."""
    easter = easter_sunday(year)
    days = {
        easter - datetime.timedelta(days=2),
        easter + datetime.timedelta(days=1),
        _first_monday(year, 5),
        _last_monday(year, 5),
        _last_monday(year, 8),
    }
    for month, number in ((1, 1), (12, 25), (12, 26)):
        day = datetime.date(year, month, number)
        while day.weekday() in (SATURDAY, SUNDAY) or day in days:
            day += datetime.timedelta(days=1)
        days.add(day)
    return frozenset(days)


def easter_sunday(year: int) -> datetime.date:
    """Easter in the Gregorian calendar, by the anonymous (Meeus, Jones, Butcher) method."""
    golden, century, of_century = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    correction = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * correction + 114, 31)
    return datetime.date(year, month, day + 1)


def _first_monday(year: int, month: int) -> datetime.date:
    first = datetime.date(year, month, 1)
    return first + datetime.timedelta(days=-first.weekday() % 7)


def _last_monday(year: int, month: int) -> datetime.date:
    last = datetime.date(year, month, 31)  # May and August, both of 31 days
    return last - datetime.timedelta(days=last.weekday())
