"""What the schedule runs. Each may run twice or die: rows and dates say what is left to do."""

import datetime

from django.conf import settings

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.events import telling
from cms.events.models import Place, SignUp
from cms.events.services.places import release_of_leavers

DAYS = (7, 1)  # before it begins, from 7 in the morning
MORNING = 7
KEPT = datetime.timedelta(days=settings.RETENTION_DAYS["event_needs"])  # after the event


def tick() -> None:
    """Hourly: remind who has a place, free places of people who left, forget what they needed."""
    for sign_up in coming():
        release_of_leavers(sign_up.pk)
        remind(sign_up)
    forget_needs()


def coming() -> list[SignUp]:
    """Sign-ups of live events that have not begun and are not cancelled."""
    rows = SignUp.objects.filter(cancelled_at=None, event__starts_at__gt=clock.now(), event__live=True)
    return list(rows.select_related("event").order_by("event__starts_at", "pk"))


def due_reminder(sign_up: SignUp, now: datetime.datetime) -> tuple[int, datetime.datetime] | None:
    """(days before it begins, since when) of the latest reminder that is due. Earlier ones that were missed stay
    unsent."""
    day = sign_up.event.starts_at.astimezone(clock.LONDON).date()
    for days in sorted(DAYS):
        since = datetime.datetime.combine(day - datetime.timedelta(days=days), datetime.time(MORNING), clock.LONDON)
        if now >= since:
            return days, since
    return None


def remind(sign_up: SignUp) -> int:
    """Returns how many were told: who had a place when the reminder fell due, once for each event and day of it,
    whatever crashes (the key in the ledger)."""
    due = due_reminder(sign_up, clock.now())
    if due is None:
        return 0
    days, since = due
    places = [place for place in telling.current(sign_up) if place.given_at is not None and place.given_at < since]
    return telling.remind(SYSTEM, sign_up, places, days)


def forget_needs() -> int:
    """What people said they need may tell of their health: it goes some weeks after the event."""
    old = Place.objects.filter(sign_up__event__ends_at__lt=clock.now() - KEPT).exclude(needs="")
    return old.update(needs="")
