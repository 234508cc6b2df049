"""The one source of time. Dates are London's, because reviews fall due on London days."""

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def now() -> datetime.datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> datetime.date:
    """Today's date in London."""
    return now().astimezone(LONDON).date()
