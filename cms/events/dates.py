"""Events at which a person has a place, for their own calendar. Who waits has nothing to put down yet."""

import datetime
from collections.abc import Iterator

from cms.core import clock
from cms.core.requester import Requester
from cms.events.selectors import own_places
from cms.events.telling import path_of
from cms.members.dates import Entry, register_dates

KEPT = datetime.timedelta(days=31)


def dates_of(by: Requester) -> Iterator[Entry]:
    """What is over stays for a month, so that it does not vanish from calendars on the day itself."""
    since = clock.now() - KEPT
    rows = own_places(by).filter(given_at__isnull=False, sign_up__event__ends_at__gt=since)
    for place in rows.select_related("sign_up__event"):
        sign_up = place.sign_up
        event, cancelled = sign_up.event, sign_up.cancelled_at is not None
        yield Entry(
            f"events-{event.slug}",  # as in the event's own calendar file
            f"Cancelled: {event.title}" if cancelled else event.title,
            event.starts_at,
            path_of(sign_up),
            sign_up.cancelled_because if cancelled else sign_up.joining,
            ends=event.ends_at,
            place=event.place,
            changes=sign_up.version,
            is_cancelled=cancelled,
        )


def register() -> None:
    """Called once, when the app is ready."""
    register_dates("events", dates_of)
