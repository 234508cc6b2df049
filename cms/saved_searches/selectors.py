"""Reading one's saved searches, and what is new in each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from cms.core.policy import visible
from cms.core.requester import Requester
from cms.discovery.audience import sources_for
from cms.discovery.matching import filter_labels, known_filters
from cms.discovery.reading import by_kind, read_again, visible_keys
from cms.saved_searches.models import SavedSearch, SavedSearchAlert, fingerprint, plain
from search.registry import Card, Source

SHOWN = 50  # new finds of one search that are read in full
State = SavedSearchAlert.State


@dataclass(frozen=True, slots=True)
class Find:
    """One thing that a saved search found. `alert` is the row's key: seen up to it means seen with it."""

    alert: int
    kind_label: str
    card: Card


@dataclass(frozen=True, slots=True)
class New:
    """`count` of all, and the latest of them; only of what the owner may see at this moment."""

    count: int
    finds: Sequence[Find]


NOTHING = New(0, ())


@dataclass(frozen=True, slots=True)
class Draft:
    """A search that might be kept. `same` is the key of the one that is kept already, if any."""

    text: str
    filters: dict[str, dict[str, str]]  # words by value, by facet
    same: int | None
    pk: int = 0


def draft_of(by: Requester, text: str, filters: Mapping[str, Sequence[str]]) -> Draft:
    """What would be kept, in words. Raises BadInput for what is no filter."""
    words, kept = plain(text), known_filters(filters, by=by) or {}
    same = searches_of(by).filter(fingerprint=fingerprint(words, kept)).values_list("pk", flat=True).first()
    return Draft(words, filter_labels(kept, by=by), same)


def searches_of(by: Requester) -> Any:
    """One's own, by name; nobody else's, whoever asks."""
    return visible(SavedSearch.objects.all(), by).filter(owner=by.user_id).order_by("name", "pk")


def new_counts(by: Requester, searches: Sequence[SavedSearch]) -> dict[int, int]:
    """How many unseen finds each search has, by its key. Queries grow with kinds of things, never with rows."""
    rows = _unseen(by, searches)
    seen = visible_keys((row.key for row in rows), sources_for(by), by) if rows else set()
    counts: dict[int, int] = defaultdict(int)
    for row in rows:
        counts[row.saved_search_id] += row.key in seen
    return {search.pk: counts[search.pk] for search in searches}


def new_finds(by: Requester, searches: Sequence[SavedSearch]) -> dict[int, New]:
    """The same with the latest finds of each in full."""
    rows = _unseen(by, searches)
    if not rows:
        return {search.pk: NOTHING for search in searches}
    sources = sources_for(by)
    found: dict[int, list[SavedSearchAlert]] = defaultdict(list)
    may_see = visible_keys((row.key for row in rows), sources, by)
    for row in rows:
        if row.key in may_see:
            found[row.saved_search_id].append(row)
    shown = {row.key for its in found.values() for row in its[:SHOWN]}
    objects = read_again(shown, sources, by)
    source_of: dict[str, Source] = {source.kind: source for source in by_kind(shown, sources)}
    answer = {}
    for search in searches:
        its = found[search.pk]
        finds = [
            _find(row, source_of[row.key.partition(":")[0]], objects[row.key])
            for row in its[:SHOWN]
            if row.key in objects
        ]
        answer[search.pk] = New(len(its), finds)
    return answer


def _find(row: SavedSearchAlert, source: Source, obj: Any) -> Find:
    return Find(row.pk, source.label, source.card(obj))


def _unseen(by: Requester, searches: Sequence[SavedSearch]) -> list[SavedSearchAlert]:
    """The latest first. Of one's own searches alone, whichever are handed in."""
    own = [search.pk for search in searches if search.owner_id == by.user_id]
    rows = SavedSearchAlert.objects.filter(saved_search__in=own, seen_at=None).exclude(state=State.KNOWN)
    return list(rows.order_by("-pk"))


def labels_of(by: Requester, searches: Sequence[SavedSearch]) -> dict[int, dict[str, dict[str, str]]]:
    """Words for the values of each search's filters, by search and facet; unknown and hidden values are left out."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for search in searches:
        for facet, values in search.filters.items():
            wanted[facet].update(values)
    words = filter_labels({facet: sorted(values) for facet, values in wanted.items()}, by=by)
    return {
        search.pk: {
            facet: {value: words[facet][value] for value in values if value in words[facet]}
            for facet, values in search.filters.items()
        }
        for search in searches
    }


def count_by_frequency() -> dict[str, tuple[int, int]]:
    """(searches, people) for each frequency, and for "paused": all that the core team learns of saved searches."""
    rows = SavedSearch.objects.order_by()
    counted = rows.filter(paused_at=None).values_list("frequency").annotate(Count("pk"), Count("owner", distinct=True))
    found = {frequency: (searches, people) for frequency, searches, people in counted}
    paused = rows.exclude(paused_at=None).aggregate(n=Count("pk"), people=Count("owner", distinct=True))
    answer = {value: found.get(value, (0, 0)) for value in SavedSearch.Frequency.values}
    return answer | {"paused": (paused["n"], paused["people"])}
