"""Popularity: how much more a thing is opened than others in the same places, and how little one body can move that."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from django.db import transaction

from cms.core import clock
from cms.searchlog.models import Click, LoggedSearch, Popularity
from search import outbox, registry

DAYS = 90
USUAL = 0.5  # of what nobody saw
PRIOR = 5.0  # clicks that are taken as read, so that a handful of them says little
MOST_OF_ONE = 2.5  # clicks, made or expected, by which one organisation counts: it moves the value by .1 at most
PLACE_PRIOR = 50  # showings of a place that are taken as read, and the most by which one organisation counts
FIRST_PLACE = 0.35  # share of showings in the first place that are opened there; falls with 1/place
STEP = 0.05  # smaller changes are not worth an update of the index
MOST_A_NIGHT = 500  # updates of the index; the greatest changes first, the others the night after

Seen = tuple[str, int | None]  # a key, and who it was shown to: an organisation, or all visitors together


def refresh_popularity() -> int:
    """Work out the popularity of everything shown in 90 days, and have the index follow. Returns how many changed.

    A value is stored only when the index is told of it, so a rebuild and the worker write the same.
    """
    wanted = popularities()
    held = dict(Popularity.objects.values_list("key", "value"))
    changes = {key: wanted.get(key, USUAL) for key in {*wanted, *held}}
    moved = {key: abs(value - held.get(key, USUAL)) for key, value in changes.items()}
    due = sorted((key for key, by in moved.items() if by >= STEP), key=lambda key: (-moved[key], key))[:MOST_A_NIGHT]
    with transaction.atomic():
        Popularity.objects.filter(key__in=[key for key in due if key not in wanted]).delete()
        Popularity.objects.bulk_create(
            [Popularity(key=key, value=wanted[key]) for key in due if key in wanted],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["value"],
        )
        outbox.record_many(due, "popularity")
    return len(due)


def popularities() -> dict[str, float]:
    """0 to 1 by key, from the searches of 90 days; .5 is as usual. Reads them twice, and holds no search."""
    chance = _chance_of_places()
    hoped: dict[Seen, float] = defaultdict(float)
    for who, keys in _searches():
        for place, key in enumerate(keys, start=1):
            hoped[key, who] += chance.get(
                place, 0.0
            )  # a search of this very moment may be longer than those read before
    opened: Counter[Seen] = Counter((key, who) for key, _, who in _clicks())
    made: dict[str, float] = defaultdict(lambda: PRIOR)
    expected: dict[str, float] = defaultdict(lambda: PRIOR)
    for seen, hope in hoped.items():
        weight = min(1.0, MOST_OF_ONE / max(hope, opened[seen]))
        made[seen[0]] += weight * opened[seen]
        expected[seen[0]] += weight * hope
    # The quotient, squashed: as often as expected is .5, twice as often two thirds.
    return {key: made[key] / (made[key] + expected[key]) for key in made}


def _since() -> datetime.date:
    return clock.today() - datetime.timedelta(days=DAYS - 1)


def _searches() -> Iterator[tuple[int | None, list[str]]]:
    """Who was shown which keys, in their order."""
    rows = LoggedSearch.objects.filter(day__gte=_since()).order_by().values_list("organisation_id", "shown")
    return rows.iterator(chunk_size=2000)


def _clicks() -> Iterator[tuple[str, int, int | None]]:
    """What was opened, in which place, and by whom it was shown."""
    rows = Click.objects.filter(search__day__gte=_since()).order_by()
    return rows.values_list("key", "position", "search__organisation_id").iterator(chunk_size=2000)


def _chance_of_places() -> dict[int, float]:
    """The share of showings in each place that were opened, whatever stood there; each organisation counts alike once
    it has seen enough."""
    shown: Counter[tuple[int | None, int]] = Counter()
    for who, keys in _searches():
        shown.update((who, place) for place in range(1, len(keys) + 1))
    opened: Counter[tuple[int | None, int]] = Counter((who, place) for _, place, who in _clicks())
    tries: dict[int, float] = defaultdict(lambda: float(PLACE_PRIOR))
    hits: dict[int, float] = defaultdict(float)
    for (who, place), number in shown.items():
        weight = min(1.0, PLACE_PRIOR / number)
        tries[place] += weight * number
        hits[place] += weight * opened[who, place]
    return {place: (hits[place] + PLACE_PRIOR * FIRST_PLACE / place) / tried for place, tried in tries.items()}


def popularity_of(kind: str, pks: Sequence[int]) -> dict[int, float]:
    """What `search.registry` mixes into entries: values by primary key, for those that have one."""
    keys = {registry.key_of(kind, pk): pk for pk in pks}
    return {keys[key]: value for key, value in Popularity.objects.filter(key__in=keys).values_list("key", "value")}
