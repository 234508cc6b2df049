"""The day of the next review."""

import calendar
import datetime

from cms.snippets.models import Isp

MOST_YEARS = 3


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later; the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def next_day(isp: Isp, day: datetime.date, today: datetime.date) -> str:
    """What is wrong with a day for the next review, in words; empty where it may stand."""
    if day <= today:
        return "Choose a day in the future."
    if day > months_after(today, 12 * MOST_YEARS):
        return f"Choose a day within {MOST_YEARS} years."
    if day == isp.next_review_on:
        return "Choose another day than the one of the review that you finish now."
    return ""
