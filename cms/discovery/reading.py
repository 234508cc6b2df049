"""Reading what the engine found again, through the rules: a stale index may hide, and cannot leak."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cms.core import policy
from cms.core.requester import Requester
from cms.discovery.results import SearchHit
from search import outbox, registry, targets
from search.ports import STOP, Hit, Segments, Unavailable
from search.registry import Source
from search.service import get_engine
from search.text import WORD

PENDING = 5000  # more waiting changes than this, and the index is too far behind to count by
SNIPPET = 200  # characters of a summary shown where nothing is marked

Objects = Mapping[str, Any]


def by_kind(keys: Iterable[str], sources: Sequence[Source]) -> dict[Source, list[int]]:
    known = {source.kind: source for source in sources}
    grouped: dict[Source, list[int]] = {}
    for key in dict.fromkeys(registry.base_key(key) for key in keys):
        kind, pk = registry.split_key(key)
        if kind in known:
            grouped.setdefault(known[kind], []).append(pk)
    return grouped


def read_again(keys: Iterable[str], sources: Sequence[Source], by: Requester) -> dict[str, Any]:
    """The objects of those keys that the requester may see, by key without variant: one read a kind."""
    found: dict[str, Any] = {}
    for source, pks in by_kind(keys, sources).items():
        for obj in policy.visible(source.rows(by), by).filter(pk__in=pks):
            found[registry.key_of(source.kind, obj.pk)] = obj
    return found


def visible_keys(keys: Iterable[str], sources: Sequence[Source], by: Requester) -> set[str]:
    """The same without the objects."""
    found: set[str] = set()
    for source, pks in by_kind(keys, sources).items():
        rows = policy.visible(source.rows(by), by).filter(pk__in=pks).prefetch_related(None).order_by()
        found.update(registry.key_of(source.kind, pk) for pk in rows.values_list("pk", flat=True))
    return found


def index_keys(keys: Iterable[str]) -> list[str]:
    """Every entry of these objects, to be left out of an answer."""
    found: list[str] = []
    for key in keys:
        kind, pk = registry.split_key(key)
        source = registry.source_of(kind)
        found += source.index_keys(pk) if source else [key]
    return found


def refuse_stale() -> None:
    """Raise Unavailable where the index is one that changes were not sent to, as after a time with another engine."""
    if not targets.kept_up_to_date(get_engine()):
        raise Unavailable("the index has missed changes")


def waiting(sources: Sequence[Source], by: Requester) -> tuple[set[str], list[str]]:
    """(keys whose entry may be old, entries to leave out): until the index knows of a change, the database decides.

    So a page that was closed a second ago is in no count, facet, completion or correction, though the index still has
    it. Raises Unavailable when too much waits, or the index is one that changes were not sent to.
    """
    refuse_stale()
    pending = outbox.pending(PENDING)
    if pending is None:
        raise Unavailable("the index is too far behind the database")
    keys = {key for key in pending if registry.source_of(key.partition(":")[0])}
    if not keys:
        return keys, []
    return keys, index_keys(sorted(keys - visible_keys(keys, sources, by)))


def hit_of(hit: Hit | None, key: str, obj: Any, source: Source, *, old: bool) -> SearchHit:
    """A hit with the object's words of today. Marks of an entry that may be old are not shown: its text may be gone."""
    card = source.card(obj)
    title: Segments = [(card.title, False)]
    snippet: Segments = [(_cut(card.summary), False)] if card.summary else []
    if hit is not None and not old:
        if "".join(text for text, _ in hit.title) == card.title:
            title = hit.title
        snippet = hit.snippet or snippet
    return SearchHit(
        kind=source.kind,
        kind_label=source.label,
        key=key,
        model=source.model._meta.label,
        pk=obj.pk,
        title=card.title,
        url=card.url,
        summary=card.summary,
        title_segments=title,
        snippet_segments=snippet,
        date=card.date,
        owner=card.owner,
        status=card.status,
        status_word=card.status_word,
        reference=card.reference,
        date_words=card.date_words,
        in_attachment=hit is not None and not old and hit.in_attachment,
        waiting=old,
        score=hit.score if hit else 0.0,
        shares=hit.shares if hit else (),
    )


def pinned_hit(key: str, obj: Any, source: Source, text: str) -> SearchHit:
    """A chosen thing as a hit, its words marked where they are those of the question."""
    found = hit_of(None, key, obj, source, old=False)
    wanted = {_stem(word) for word in WORD.findall(text.lower()) if word not in STOP}
    return replace(
        found,
        pinned=True,
        title_segments=_marked(found.title, wanted),
        snippet_segments=_marked(_cut(found.summary), wanted),
    )


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _marked(text: str, wanted: set[str]) -> Segments:
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in WORD.finditer(text):
        if _stem(found.group().lower()) in wanted:
            pieces += [(text[at : found.start()], False), (found.group(), True)]
            at = found.end()
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]


def _cut(text: str) -> str:
    return text if len(text) <= SNIPPET else text[:SNIPPET].rsplit(" ", 1)[0] + "…"
