"""Dates as people print them, read by rule."""

import calendar
import re

from cms.core.partial_dates import PartialDate

MONTHS = {name.casefold(): n for names in (calendar.month_name, calendar.month_abbr) for n, name in enumerate(names)}
MONTHS |= {"sept": 9}
MONTH_YEAR = re.compile(r"^([A-Za-z]+)\.?[\s\-/,]+(\d{4}|\d{2})$")
DAY_MONTH_YEAR = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[\s\-]+([A-Za-z]+)\.?[\s\-,]+(\d{4}|\d{2})$")
NUMBERS = re.compile(r"^(?:(\d{1,2})[/.])?(\d{1,2})[/.](\d{4})$")
ISO_MOMENT = re.compile(r"^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}")


def printed_date(text: str) -> PartialDate:
    """A date as people print it, day before month: "Feb-2018", "28/02/2018", ISO. Raises ValueError."""
    if found := ISO_MOMENT.match(text):
        return PartialDate.parse(found[1])
    if found := MONTH_YEAR.match(text):
        return PartialDate.parse(f"{_year(found[2])}-{_month(found[1]):02}")
    if found := DAY_MONTH_YEAR.match(text):
        return PartialDate.parse(f"{_year(found[3])}-{_month(found[2]):02}-{int(found[1]):02}")
    if found := NUMBERS.match(text):
        day = f"-{int(found[1]):02}" if found[1] else ""
        return PartialDate.parse(f"{found[3]}-{int(found[2]):02}{day}")
    return PartialDate.parse(text)


def _month(name: str) -> int:
    month = MONTHS.get(name.casefold())
    if not month:
        raise ValueError(f"{name!r} is not a month")
    return month


def _year(digits: str) -> str:
    return digits if len(digits) == 4 else f"20{digits}"
