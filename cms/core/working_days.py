"""Working days in England: Monday to Friday, without bank holidays. All days are London's (cms.core.clock.today)."""

import datetime

from cms.core.bank_holidays import SATURDAY, bank_holidays

DAY = datetime.timedelta(days=1)


def is_working_day(day: datetime.date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def add_working_days(day: datetime.date, number: int) -> datetime.date:
    """The day on which `number` working days have passed since `day`, which does not count itself; always a working
    day. With 5, a Friday leads to the next Friday, and so does the Saturday after it. Raises ValueError below 1.
    """
    return _walk(day, number, DAY)


def working_days_before(day: datetime.date, number: int) -> datetime.date:
    """The working day that lies `number` working days before `day`: what began on it or before has waited that long.
    Raises ValueError below 1.
    """
    return _walk(day, number, -DAY)


def working_days_between(first: datetime.date, last: datetime.date) -> int:
    """How many working days passed: those after `first`, up to and with `last`. 0 where `last` is not later."""
    days = (first + DAY * step for step in range(1, (last - first).days + 1))
    return sum(is_working_day(day) for day in days)


def _walk(day: datetime.date, number: int, step: datetime.timedelta) -> datetime.date:
    if number < 1:
        raise ValueError("Give a number of working days from 1.")
    while number:
        day += step
        number -= is_working_day(day)
    return day
