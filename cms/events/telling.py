"""What people who signed up are told, each once, and what must not be told any more at the last moment."""

import datetime
from collections.abc import Iterable

from django.contrib.auth import get_user_model

from cms.core import clock
from cms.core.partial_dates import in_words
from cms.core.requester import Requester
from cms.events.models import Barrier, Place, SignUp
from cms.members.hiding import Said
from cms.members.selectors import belonging, recipient
from cms.notifications.services import notify

PLACES = "event"  # source of notices about one's place, changes and cancelling
REMINDER = "event-reminder"
HIDDEN = "event-barrier-hidden"
NO_PLACE = "This person has no place at the event any more."
GONE = "This person belongs to no member organisation any more."


def when_in_words(starts: datetime.datetime, ends: datetime.datetime) -> str:
    """ "Thursday 10 December 2026, 10:00 to 12:30"; both days where it lasts longer than one. London's time."""
    start, end = (moment.astimezone(clock.LONDON) for moment in (starts, ends))
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%A} {in_words(end.date())}, {end:%H:%M}"
    return f"{start:%A} {in_words(start.date())}, {start:%H:%M} to {until}"


def path_of(sign_up: SignUp) -> str:
    return f"/events/{sign_up.event.slug}"


def facts(sign_up: SignUp, *, joining: bool) -> str:
    """When, where and, for who has a place, how to join."""
    event = sign_up.event
    parts = [when_in_words(event.starts_at, event.ends_at)]
    if event.place:
        parts.append(f"Where: {event.place}")
    if joining and sign_up.joining.strip():
        parts.append(f"How to join:\n{sign_up.joining.strip()}")
    return "\n\n".join(parts)


GIVE_UP = "Cannot come? Give your place up on the event’s page, so that somebody else can have it."


def tell_place(by: Requester, place: Place) -> None:
    sign_up = place.sign_up
    title = sign_up.event.title
    body = f"You have a place at “{title}”.\n\n{facts(sign_up, joining=True)}\n\n{GIVE_UP}"
    _tell(by, sign_up, f"place:{place.pk}", [place], f"You have a place: {title}", body)


def tell_waiting(by: Requester, place: Place) -> None:
    sign_up = place.sign_up
    title = sign_up.event.title
    body = (
        f"All places at “{title}” are taken. You are in the queue, and we write as soon as a place is free for you."
        f"\n\n{facts(sign_up, joining=False)}\n\nYou can leave the queue on the event’s page."
    )
    _tell(by, sign_up, f"waiting:{place.pk}", [place], f"You are in the queue: {title}", body)


def tell_ended(by: Requester, place: Place) -> None:
    """The core team took the place away. Who gives theirs up knows it."""
    sign_up = place.sign_up
    title = sign_up.event.title
    body = f"The core team took you off the list of “{title}”.\n\n{place.ended_because}"
    _tell(by, sign_up, f"ended:{place.pk}", [place], f"Off the list: {title}", body)


def tell_changed(by: Requester, sign_up: SignUp, *, before: str) -> int:
    """Another time or place. `before` is what it was, in words."""
    title = sign_up.event.title
    places = current(sign_up)
    body = f"“{title}” has changed.\n\nIt was: {before}\n\nNow: {facts(sign_up, joining=False)}\n\n{GIVE_UP}"
    return _tell(by, sign_up, f"changed:{sign_up.version}", places, f"Changed: {title}", body)


def tell_joining(by: Requester, sign_up: SignUp) -> int:
    title = sign_up.event.title
    places = [place for place in current(sign_up) if place.given_at is not None]
    body = f"How to join “{title}” has changed.\n\n{facts(sign_up, joining=True)}"
    return _tell(by, sign_up, f"joining:{sign_up.version}", places, f"How to join: {title}", body)


def tell_cancelled(by: Requester, sign_up: SignUp) -> int:
    title, event = sign_up.event.title, sign_up.event
    body = (
        f"“{title}” does not take place. It was to be on {when_in_words(event.starts_at, event.ends_at)}."
        f"\n\n{sign_up.cancelled_because}"
    )
    return _tell(by, sign_up, f"cancelled:{sign_up.version}", current(sign_up), f"Cancelled: {title}", body)


def tell_back_on(by: Requester, sign_up: SignUp) -> int:
    title = sign_up.event.title
    body = f"We wrote that “{title}” was cancelled. It takes place after all.\n\n{facts(sign_up, joining=False)}"
    return _tell(by, sign_up, f"changed:{sign_up.version}", current(sign_up), f"It takes place: {title}", body)


def remind(by: Requester, sign_up: SignUp, places: Iterable[Place], days: int) -> int:
    """`days` before it begins. The day is part of the key: one that moves is reminded of anew."""
    title = sign_up.event.title
    day = sign_up.event.starts_at.astimezone(clock.LONDON).date()
    return notify(
        by=by,
        source_key=f"{REMINDER}:{sign_up.pk}:{day.isoformat()}:{days}",
        recipients=[recipient(place.user) for place in places],
        title=f"{day:%A} {in_words(day)}: {title}",  # no "tomorrow": it may be read in a digest
        body=f"You have a place at “{title}”.\n\n{facts(sign_up, joining=True)}\n\n{GIVE_UP}",
        path=path_of(sign_up),
    )


def as_said(barrier: Barrier) -> Said:
    """How a barrier is spoken of where it is hidden or shown again."""
    event = barrier.event
    path = f"/events/{event.slug}/barriers"
    return Said(HIDDEN, "event_barrier.", f"you said at “{event.title}”", "something", path, event.title)


def _tell(by: Requester, sign_up: SignUp, what: str, places: Iterable[Place], title: str, body: str) -> int:
    return notify(
        by=by,
        source_key=f"{PLACES}:{sign_up.pk}:{what}",
        recipients=[recipient(place.user) for place in places],
        title=title,
        body=body,
        path=path_of(sign_up),
    )


def current(sign_up: SignUp) -> list[Place]:
    """Places and the queue, in the order of asking, without those whose account is closed."""
    rows = sign_up.people.filter(ended_at=None, user__is_active=True).select_related("user")
    return list(rows.order_by("pk"))


# -- at the last moment ----------------------------------------------------------------------------------
def veto(source_key: str, user_id: int | None, address: str) -> str:
    """Asked when the mail is claimed. Joining details go to nobody without a place, whatever was written before."""
    if user_id is None or not get_user_model()._default_manager.filter(pk=user_id, is_active=True).exists():
        return "The account is closed."
    if not belonging([user_id]):
        return GONE
    _, _, rest = source_key.partition(":")
    key, what, *_ = rest.split(":")
    sign_up = SignUp.objects.filter(pk=int(key)).first()
    if sign_up is None:
        return "The event is gone."
    if what == "ended":
        return ""
    mine = Place.objects.filter(sign_up=sign_up, user=user_id, ended_at=None).first()
    if mine is None:
        return NO_PLACE
    if what in ("place", "joining") and mine.given_at is None:
        return NO_PLACE
    if what == "waiting" and mine.given_at is not None:
        return "There is a place meanwhile."
    if sign_up.cancelled_at is not None and what != "cancelled":
        return "The event is cancelled."
    if sign_up.cancelled_at is None and what == "cancelled":
        return "The event takes place after all."
    return ""


def veto_reminder(source_key: str, user_id: int | None, address: str) -> str:
    _, key, day, _ = source_key.split(":")
    found = SignUp.objects.select_related("event").filter(pk=int(key)).first()
    if found is None:
        return "The event is gone."
    starts = found.event.starts_at
    if starts <= clock.now() or starts.astimezone(clock.LONDON).date().isoformat() != day or not found.event.live:
        return "The event is over, or on another day."
    return veto(f"{PLACES}:{key}:place:0", user_id, address)
