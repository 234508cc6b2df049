"""What may be found. Each app registers its kinds in AppConfig.ready; this package knows none of them."""

import datetime
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from search.ports import Entry, Synonym

logger = logging.getLogger(__name__)
PAGE = 500  # entries read from the database at a time


@dataclass(frozen=True, slots=True)
class Card:
    """What a hit shows, read from the object itself and never from the index. Empty strings where nothing applies."""

    title: str
    url: str  # path on the members' frontend
    summary: str = ""
    date: datetime.date | None = None
    owner: str = ""  # the organisation that holds, leads or hosts it
    status: str = ""  # a value of the status facet: "in_force"
    status_word: str = ""  # as people read it: "In force"
    reference: str = ""  # "ISP-0042"
    date_words: str = ""  # what the date says: "Published 3 May 2026"; empty where it would tell a reader nothing


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One kind of thing that may be found.

    `live_pks` are the keys of all that is listed; `entries` builds the entries of those of the given keys that are
    listed, in few queries, with version 0. `rows(requester)` is what hits are read again from, `card` what is shown of
    one of them, `titles` the columns that a plain title search looks at, `by_reference` the key of a reference that
    people say aloud, with the reference as it is written. An object of which readers see different parts has an entry
    for each, told apart by `variants`, the ends of its keys ("isp:7", "isp:7/public"); no tokens find two of them.
    """

    kind: str
    label: str  # as a facet shows it: "ISPs"
    model: type[models.Model]
    live_pks: Callable[[], Iterable[int]]
    entries: Callable[[Sequence[int]], Iterable[Entry]]
    rows: Callable[[Any], models.QuerySet[Any]]
    card: Callable[[Any], Card]
    titles: tuple[str, ...] = ("title",)
    statuses: Mapping[str, str] = field(default_factory=dict)  # value of the facet -> as people read it
    variants: tuple[str, ...] = ("",)
    by_reference: Callable[[str], tuple[int, str] | None] | None = None
    needs: tuple[type[models.Model], ...] = ()  # models whose token scope is needed besides: an entry holds their text

    def index_keys(self, pk: int) -> list[str]:
        """The keys of this object's entries, whether or not they exist."""
        return [key_of(self.kind, pk) + variant for variant in self.variants]


_sources: dict[str, Source] = {}
_synonyms: list[Callable[[], tuple[Synonym, ...]]] = []
_popularity: list[Callable[[str, Sequence[int]], Mapping[int, float]]] = []


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


def base_key(key: str) -> str:
    """The object's key of an entry's: "isp:7" of "isp:7/public"."""
    return key.partition("/")[0]


def split_key(key: str) -> tuple[str, int]:
    """("isp", 7) of "isp:7" and of its variants. Raises ValueError on anything else."""
    kind, _, pk = base_key(key).partition(":")
    return kind, int(pk)


def read_entries(source: Source, pks: Sequence[int]) -> tuple[list[Entry], dict[str, str]]:
    """The entries of these keys, and what went wrong, by key, with those that could not be built."""
    try:
        return _with_popularity(source, pks, list(source.entries(pks))), {}
    except Exception:  # noqa: BLE001 - a job's outer edge: one bad object must not hold up the others
        entries: list[Entry] = []
        errors: dict[str, str] = {}
        for pk in pks:
            try:
                entries += _with_popularity(source, [pk], list(source.entries([pk])))
            except Exception as error:  # noqa: BLE001 - the same edge, one object at a time
                key = key_of(source.kind, pk)
                logger.exception("search entry %s cannot be built", key)
                errors[key] = f"{type(error).__name__}: {error}"
        return entries, errors


def register_popularity(provider: Callable[[str, Sequence[int]], Mapping[int, float]]) -> None:
    """`provider(kind, pks)` answers how much the things are used, 0 to 1 by key, .5 being as usual; no key: .5."""
    _popularity[:] = [provider]


def _with_popularity(source: Source, pks: Sequence[int], entries: list[Entry]) -> list[Entry]:
    if not _popularity or not entries:
        return entries
    used = _popularity[0](source.kind, pks)
    return [
        replace(entry, popularity=mixed(entry.popularity, used[pk]))
        if (pk := split_key(entry.key)[1]) in used
        else entry
        for entry in entries
    ]


def mixed(own: float, used: float) -> float:
    """The popularity of an entry by what it is (`own`) and how it is used (.5: as usual, which leaves `own` alone).

    What its app has at 0, such as guidance that nobody has kept right, stays there, however often it is opened.
    """
    if own == 0 or used <= 0.5:
        return own * 2 * used
    return own + (1 - own) * (2 * used - 1)


def register_synonyms(provider: Callable[[], tuple[Synonym, ...]]) -> None:
    """`provider()` answers the synonyms in force now; the same tuple as long as nothing changed."""
    _synonyms[:] = [provider]


def synonyms() -> tuple[Synonym, ...]:
    return _synonyms[0]() if _synonyms else ()
