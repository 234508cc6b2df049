"""Whether things match a question, for somebody who is not at the screen: a saved search's owner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cms.core.requester import Requester
from cms.discovery import facets, reading
from cms.discovery.audience import sources_for, tokens_of
from cms.discovery.steering import steer_of
from search import registry
from search.ports import FACETS, Query
from search.registry import Source
from search.service import get_engine

MOST = 2000  # things that a search may find and still be told about


@dataclass(frozen=True, slots=True)
class Matches:
    keys: set[str]  # of things ("isp:7") that the requester may see now
    whole: bool  # False: the index holds more than were looked at


def matching(
    text: str,
    filters: Mapping[str, Sequence[str]],
    *,
    by: Requester,
    keys: Sequence[str] | None = None,
    most: int = MOST,
) -> Matches:
    """The things with every word of the text, of all or of those with these keys ("isp:7").

    As `find`, but without its second, looser pass: somebody who is told of something must see why. Raises Unavailable.
    """
    sources = sources_for(by)
    chosen = filters.get("kind")
    kinds = [source.kind for source in sources if not chosen or source.kind in chosen]
    if keys is not None:
        keys = [key for key in keys if key.partition(":")[0] in kinds]
    if not kinds or keys == [] or set(filters) - set(FACETS):  # a facet that was taken away since finds nothing
        return Matches(set(), True)
    query = Query(
        text=_asked(text, sources, by),
        tokens=tokens_of(by),
        kinds=kinds,
        filters=filters,
        size=most if keys is None else len(keys),  # of the entries of one thing a person finds one
        sort="newest",
        keys=None if keys is None else reading.index_keys(keys),
        relax=False,
        marks=False,
    )
    reading.refuse_stale()
    results = get_engine().search(query)
    found = [registry.base_key(hit.key) for hit in results.hits]
    return Matches(reading.visible_keys(found, sources, by) if found else set(), results.total <= len(found))


def _asked(text: str, sources: Sequence[Source], by: Requester) -> str:
    """A reference as it is written, where the text is one ("isp 42") that the requester may see; else the text."""
    for source in sources:
        found = source.by_reference(text) if source.by_reference else None
        if found and reading.visible_keys([registry.key_of(source.kind, found[0])], sources, by):
            return found[1]
    return text


def left_out(text: str) -> set[str]:
    """Keys of things that editors leave out of this search today; nobody is told of them for it."""
    return set(steer_of(text).out)


def known_filters(filters: Mapping[str, Sequence[str]], *, by: Requester) -> dict[str, list[str]] | None:
    """The values that exist for this requester, sorted; None when a facet has none left, so that nothing is found.

    Raises BadInput for a name that is no facet, and for too many values.
    """
    kept = facets.checked(filters, sources_for(by), by)
    return None if kept is None else {name: sorted(set(values)) for name, values in sorted(kept.items())}


def filter_labels(filters: Mapping[str, Sequence[str]], *, by: Requester) -> dict[str, dict[str, str]]:
    """Words for the values of each facet; values that the requester may not see any more are left out."""
    sources = sources_for(by)
    return {name: facets.labels(name, values, sources, by) for name, values in filters.items()}


def rights_of(by: Requester) -> str:
    """What the requester may find, in one line: equal lines find the same things."""
    kinds = " ".join(source.kind for source in sources_for(by))
    return f"{' '.join(sorted(tokens_of(by)))} | {kinds}"
