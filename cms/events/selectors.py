"""Reading who comes: numbers for everybody who sees the event, one's own places, the list for the core team."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import SYSTEM, Requester
from cms.events.models import Place, SignUp
from cms.events.permissions import HELD
from cms.events.services.places import why_closed
from cms.pages.models import EventPage


@dataclass(frozen=True, slots=True)
class Numbers:
    """`left` is None where there is no limit."""

    given: int
    waiting: int
    left: int | None


def numbers_of(by: Requester, sign_ups: Sequence[SignUp]) -> dict[int, Numbers]:
    """By key of the sign-up; one query, however many."""
    waits = Q(people__ended_at=None, people__given_at=None, people__isnull=False)
    has = Q(people__ended_at=None, people__given_at__isnull=False)
    rows = visible(SignUp.objects.filter(pk__in=[row.pk for row in sign_ups]), by).order_by()
    counted = rows.annotate(given=Count("people", filter=has), waiting=Count("people", filter=waits))
    return {
        row.pk: Numbers(row.given, row.waiting, None if row.places is None else max(0, row.places - row.given))
        for row in counted
    }


def closed_because(by: Requester, sign_ups: Sequence[SignUp]) -> dict[int, str]:
    """By key: why nobody can sign up any more; empty while people can. One query, however many."""
    rows = visible(SignUp.objects.filter(pk__in=[row.pk for row in sign_ups]), by).select_related("event")
    return {row.pk: why_closed(row) for row in rows}


def own_places(by: Requester) -> QuerySet[Place]:
    """The requester's places and waits at events that they see, the next first; what they gave up is left out."""
    if by.user_id is None:
        return Place.objects.none()
    events = visible(EventPage.objects.all(), by).values("pk")
    rows: QuerySet[Place] = visible(Place.objects.all(), by).filter(user=by.user_id, ended_at=None)
    return rows.filter(sign_up__event__in=events)


def ahead_of(_: Requester, places: Sequence[Place]) -> dict[int, int]:
    """By key of a place that waits: how many wait before it, whoever they are. One query, however many."""
    waiting = {place.sign_up_id for place in places if place.given_at is None and place.ended_at is None}
    if not waiting:
        return {}
    queues: dict[int, list[int]] = defaultdict(list)
    rows = Place.objects.filter(sign_up__in=waiting, ended_at=None, given_at=None).order_by("pk")
    for pk, sign_up in rows.values_list("pk", "sign_up"):
        queues[sign_up].append(pk)
    order = {pk: n for queue in queues.values() for n, pk in enumerate(queue)}
    return {place.pk: order[place.pk] for place in places if place.pk in order}


def joining_of(by: Requester, places: Sequence[Place]) -> dict[int, str]:
    """By key of one's own place: how to join. Nothing for who waits, for a cancelled event, and for another's place."""
    keys = [place.pk for place in places if place.user_id == by.user_id]
    rows = Place.objects.filter(HELD, pk__in=keys, sign_up__cancelled_at=None).select_related("sign_up")
    return {row.pk: row.sign_up.joining for row in rows}


def events_for_admin(*, past: bool) -> list[Any]:
    """Live events with numbers of who comes, where there is sign-up; the next first, past ones the latest first."""
    rows = EventPage.objects.live().select_related("sign_up").defer("body")
    now = clock.now()
    rows = (
        rows.filter(ends_at__lt=now).order_by("-starts_at")[:100]
        if past
        else rows.filter(ends_at__gte=now).order_by("starts_at")
    )
    events = list(rows)
    sign_ups = [event.sign_up for event in events if hasattr(event, "sign_up")]
    numbers = numbers_of(SYSTEM, sign_ups)
    return [(event, numbers.get(event.sign_up.pk) if hasattr(event, "sign_up") else None) for event in events]
