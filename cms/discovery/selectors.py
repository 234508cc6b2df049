"""Search as people use it: the one door for the API. The engine finds; the rules decide what is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.discovery import facets, reading
from cms.discovery.audience import sources_for, tokens_of
from cms.discovery.plain import find_titles
from cms.discovery.results import Completion, SearchHit, SearchPage
from cms.discovery.steering import Pinned, Steer, left_out, pinned, steer_of, with_pinned
from cms.discovery.tasks import note_drift
from search import registry
from search.ports import FACETS, Query, Results, Sort, Synonym, Unavailable
from search.registry import Source
from search.service import get_engine

TEXT = 300  # characters; longer questions are cut
LARGEST_PAGE, LAST_PAGE = 100, 50
SORTS: tuple[Sort, ...] = get_args(Sort)
RECHECKED = 2000  # entries read again when the index turns out to be wrong
EXPLAINED = 10  # hits of which the engine says where their scores come from


def find(
    text: str,
    *,
    by: Requester,
    kinds: Sequence[str] = (),
    filters: Mapping[str, Sequence[str]] | None = None,
    sort: Sort = "relevance",
    page: int = 1,
    page_size: int = 20,
    steered: bool = True,
    synonyms: tuple[Synonym, ...] | None = None,
    explain: bool = False,
) -> SearchPage:
    """What the requester may find by these words; an empty text lists everything, newest first.

    `filters` is values by facet (search.ports.FACETS); `kinds` is short for the facet "kind". A reference such as
    "isp 42" puts that agreement first, where it may be seen. Otherwise what editors chose for these words comes first,
    in the order of relevance alone, and what they left out is in nothing of the answer; not so where `steered` is
    False. `synonyms` stand in for those in force; `explain` fills what editors see of scores, for at most ten hits.
    Raises BadInput for an unknown filter or order, a page beyond 50 or a size beyond 100. Never raises because the
    engine is away: the answer is then `degraded`.
    """
    text = " ".join(text.split())[:TEXT]
    chosen = dict(filters or {})
    if kinds:
        chosen["kind"] = list(kinds)
    if sort not in SORTS:
        raise BadInput("There is no such order.", fields={"sort": [f"One of {', '.join(SORTS)}."]})
    if not (1 <= page <= LAST_PAGE and 1 <= page_size <= LARGEST_PAGE):
        raise BadInput("There is no such page.", fields={"page": [f"1 to {LAST_PAGE}, of at most {LARGEST_PAGE}."]})
    sources = sources_for(by)
    kept = facets.checked(chosen, sources, by)
    if kept is None:
        return SearchPage(text, 0, page, page_size, sort, [], {name: [] for name in FACETS}, False, "", False)
    jump = _reference(text, sources, by)
    steer = steer_of(text) if steered and jump is None else Steer()
    first = pinned(steer.first, sources, by)
    query = Query(
        text=jump[1] if jump else text,
        tokens=tokens_of(by),
        kinds=[source.kind for source in sources],
        filters=kept,
        facets=FACETS,
        size=min(page_size, EXPLAINED) if explain else page_size,
        sort="newest" if sort == "relevance" and not text else sort,
        relax=jump is None,
        suggest=bool(text) and jump is None,
        explain=explain,
        synonyms=synonyms,
    )
    asked = Asked(text, page, sort, sources, by, jump, steer, first if sort == "relevance" else [])
    try:
        return _answer(query, asked)
    except Unavailable:
        return find_titles(
            text, by=by, sources=sources, filters=kept, page=page, page_size=page_size, out=steer.out, first=first
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked and decided about it, beside what the engine is told."""

    text: str
    page: int
    sort: str
    sources: Sequence[Source]
    by: Requester
    jump: tuple[str, str] | None
    steer: Steer
    first: Sequence[Pinned]


def _answer(query: Query, asked: Asked) -> SearchPage:
    engine, sources, by, jump = get_engine(), asked.sources, asked.by, asked.jump
    old, hidden = reading.waiting(sources, by)
    apart = reading.index_keys([*asked.steer.out, *(thing.key for thing in asked.first)])
    # The chosen things stand before all that the engine finds, as if the answer were one list cut into pages.
    fitting = [thing for thing in asked.first if thing.fits(query.filters)]
    start, size = (asked.page - 1) * query.size, query.size
    shown = fitting[start : start + size]
    offset = max(0, start - len(fitting))
    query = replace(query, exclude=[*hidden, *apart], offset=offset, size=size - len(shown))
    if jump:
        kind, pk = registry.split_key(jump[0])
        source = next(source for source in sources if source.kind == kind)
        # Only one of the object's entries can match this caller.
        query = replace(query, first=source.index_keys(pk)[0 if by.is_member else -1])
    results = engine.search(query)
    objects = reading.read_again((hit.key for hit in results.hits), sources, by)
    drift: list[str] = []
    if len(objects) < len(results.hits):
        query, results, drift = _without_drift(query, sources, by)
        objects = reading.read_again((hit.key for hit in results.hits), sources, by)
    by_name = {source.kind: source for source in sources}
    hits = [reading.pinned_hit(thing.key, thing.obj, thing.source, asked.text) for thing in shown]
    for hit in results.hits:
        key = registry.base_key(hit.key)
        if key in objects:
            hits.append(reading.hit_of(hit, key, objects[key], by_name[key.partition(":")[0]], old=key in old))
    found = results.total - (len(results.hits) - (len(hits) - len(shown)))
    total = found + len(fitting)
    if jump and asked.page == 1 and not query.filters:
        hits, total = _first(jump[0], hits, total, sources, by, size)
    counts = with_pinned(results.facets, asked.first, query.filters)
    return SearchPage(
        text=asked.text,
        total=total,
        page=asked.page,
        page_size=size,
        sort=asked.sort,
        hits=hits,
        facets=facets.named(counts, query.filters, sources, by),
        relaxed=results.relaxed,
        suggestion=results.suggestion if results.relaxed or not found else "",
        degraded=False,
        drift=drift if query.explain else (),
    )


def _without_drift(query: Query, sources: Sequence[Source], by: Requester) -> tuple[Query, Results, list[str]]:
    """The index showed something that the rules do not. Read all matches again, leave out and repair the wrong.

    Answers the query without them, its results, and their keys.
    """
    engine = get_engine()
    everything = replace(
        query,
        offset=0,
        size=RECHECKED,
        filters={},
        facets=(),
        marks=False,
        sort="relevance",
        explain=False,
        suggest=False,
    )
    found = {registry.base_key(hit.key) for hit in engine.search(everything).hits}
    found |= {
        registry.base_key(hit.key) for hit in engine.search(replace(query, facets=(), marks=False, suggest=False)).hits
    }
    wrong = sorted(found - reading.visible_keys(found, sources, by))
    note_drift(wrong)
    query = replace(query, exclude=[*query.exclude, *reading.index_keys(wrong)])
    return query, engine.search(query), wrong


def _reference(text: str, sources: Sequence[Source], by: Requester) -> tuple[str, str] | None:
    """("isp:7", "ISP-0042") where the text is a reference and nothing else; None where the requester may not see it."""
    for source in sources:
        found = source.by_reference(text) if source.by_reference else None
        if found:
            key = registry.key_of(source.kind, found[0])
            return (key, found[1]) if reading.visible_keys([key], sources, by) else None
    return None


def _first(
    key: str, hits: list[SearchHit], total: int, sources: Sequence[Source], by: Requester, size: int
) -> tuple[list[SearchHit], int]:
    """The thing whose reference was typed stands first, even when the index does not know it yet."""
    if hits and hits[0].key == key:
        return hits, total
    obj = reading.read_again([key], sources, by).get(key)
    if obj is None:
        return hits, total
    source = next(source for source in sources if source.kind == key.partition(":")[0])
    others = [hit for hit in hits if hit.key != key]
    return [reading.hit_of(None, key, obj, source, old=True), *others][:size], total + (len(others) == len(hits))


def completions(prefix: str, *, by: Requester, limit: int = 8) -> list[Completion]:
    """Titles that the requester may open and whose words begin as typed, from two letters on; a typed reference first.

    Nothing when the engine is away: the page works without it.
    """
    prefix = " ".join(prefix.split())[:TEXT]
    if len(prefix) < 2:
        return []
    sources = sources_for(by)
    jump = _reference(prefix, sources, by)
    keys = [jump[0]] if jump else []
    try:
        _, hidden = reading.waiting(sources, by)
        kinds = [source.kind for source in sources]
        apart = reading.index_keys(left_out(prefix))  # of the whole phrase; while it grows there is no question yet
        query = Query(prefix, tokens_of(by), kinds=kinds, size=limit, exclude=[*hidden, *apart])
        keys += [registry.base_key(key) for key, _ in get_engine().complete(query)]
    except Unavailable:
        pass
    objects = reading.read_again(keys, sources, by)
    note_drift([key for key in keys if key not in objects])
    by_name = {source.kind: source for source in sources}
    found = []
    for key in dict.fromkeys(key for key in keys if key in objects):
        kind = key.partition(":")[0]
        card = by_name[kind].card(objects[key])
        title = f"{card.reference} {card.title}" if card.reference else card.title
        found.append(Completion(kind, key, title, card.url))
    return found[:limit]


def suggestion(text: str, *, by: Requester) -> str:
    """A correction of the words that finds something for this requester; empty when there is none."""
    sources = sources_for(by)
    try:
        _, hidden = reading.waiting(sources, by)
        kinds = [source.kind for source in sources]
        return get_engine().suggest(Query(text[:TEXT], tokens_of(by), kinds=kinds, exclude=hidden)) or ""
    except Unavailable:
        return ""
