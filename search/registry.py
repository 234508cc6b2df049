"""What may be found. Each app registers its kinds in AppConfig.ready; this package knows none of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from search.ports import Entry, Synonym

PAGE = 500  # entries read from the database at a time


@dataclass(frozen=True, slots=True)
class Card:
    """What a hit shows, read from the object itself and never from the index. Empty strings where nothing applies."""

    title: str
    url: str  # path on the members' frontend
    summary: str = ""
    date: date | None = None
    owner: str = ""  # the organisation that holds, leads or hosts it
    status: str = ""  # a value of the status facet: "in_force"
    status_word: str = ""  # as people read it: "In force"
    reference: str = ""  # "ISP-0042"


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing that may be found.

    `live_pks` are the keys of all that is listed; `entries` builds the entries of those of the given keys that are
    listed, in few queries, with version 0. `rows` is the queryset from which hits are read again, `card` what is shown of one,
    `titles` the column that a plain title search looks at, `by_reference` the key of a reference that people say aloud.
    """

    kind: str
    label: str  # as a facet shows it: "ISPs"
    model: type[models.Model]
    live_pks: Callable[[], Iterable[int]]
    entries: Callable[[Sequence[int]], Iterable[Entry]]
    rows: Callable[[], models.QuerySet[Any]]
    card: Callable[[Any], Card]
    titles: str = "title"
    by_reference: Callable[[str], tuple[int, str] | None] | None = None


_sources: dict[str, Source] = {}
_synonyms: list[Callable[[], tuple[Synonym, ...]]] = []


def register(source: Source) -> None:
    if source.kind in _sources:
        raise ImproperlyConfigured(f"{source.kind!r} is registered for search twice.")
    _sources[source.kind] = source


def source_of(kind: str) -> Source | None:
    return _sources.get(kind)


def sources() -> tuple[Source, ...]:
    return tuple(_sources[kind] for kind in sorted(_sources))


def key_of(kind: str, pk: object) -> str:
    return f"{kind}:{pk}"


def split_key(key: str) -> tuple[str, int]:
    """("isp", 7) of "isp:7". Raises ValueError on anything else."""
    kind, _, pk = key.partition(":")
    return kind, int(pk)


def all_entries(progress: Callable[[str, int], None] | None = None) -> Iterator[Entry]:
    """Every entry of every kind, read in pages; `progress(kind, entries so far)` after each page."""
    for source in sources():
        done = 0
        pks = sorted(source.live_pks())
        for start in range(0, len(pks), PAGE):
            for entry in source.entries(pks[start : start + PAGE]):
                done += 1
                yield entry
            if progress:
                progress(source.kind, done)


def register_synonyms(provider: Callable[[], tuple[Synonym, ...]]) -> None:
    """`provider()` answers the synonyms in force now; the same tuple as long as nothing changed."""
    _synonyms[:] = [provider]


def synonyms() -> tuple[Synonym, ...]:
    return _synonyms[0]() if _synonyms else ()
