"""What editors decided about a question: which things stand first, and which are left out of its answer.

Both come from the database. A pin is read through the requester's own rights and shown as any hit is; nothing of it
comes from the index, so a pin reaches nobody whom its page would turn away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cms.core import clock
from cms.core.requester import Requester
from cms.discovery.audience import tokens_of
from cms.discovery.models import MOST_PINS, Exclusion, Pin
from cms.discovery.phrases import normal
from cms.discovery.reading import by_kind, read_again
from search import registry
from search.ports import Entry
from search.registry import Source


@dataclass(frozen=True, slots=True)
class Steer:
    """Keys of things ("isp:7"): those that come first, in their order, and those left out."""

    first: tuple[str, ...] = ()
    out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Pinned:
    """One chosen thing that the requester may see, with the entry by which it would be found."""

    key: str
    obj: Any
    source: Source
    entry: Entry

    def values(self, facet: str) -> Sequence[str]:
        return (self.entry.kind,) if facet == "kind" else tuple(getattr(self.entry, facet))

    def fits(self, filters: Mapping[str, Sequence[str]], but: str = "") -> bool:
        """Whether it has a value of every chosen facet, one facet set aside."""
        return all(set(values) & set(self.values(name)) for name, values in filters.items() if values and name != but)


def steer_of(text: str) -> Steer:
    """What is decided today for this question. Two queries, however many decisions there are."""
    phrase = normal(text)
    if not phrase:
        return Steer()
    out = left_out(text)
    pins = Pin.objects.in_force(clock.today()).for_phrases([phrase]).order_by("position", "pk")
    return Steer(tuple(dict.fromkeys(key for key in pins.values_list("key", flat=True) if key not in out)), out)


def left_out(text: str) -> tuple[str, ...]:
    """Keys of what is left out today for this question. One query."""
    phrase = normal(text)
    if not phrase:
        return ()
    rows = Exclusion.objects.in_force(clock.today()).for_phrases([phrase]).order_by("pk")
    return tuple(dict.fromkeys(rows.values_list("key", flat=True)))


def pinned(keys: Sequence[str], sources: Sequence[Source], by: Requester) -> list[Pinned]:
    """Of these things at most three, in this order: those that the requester could find and open."""
    objects = read_again(keys, sources, by)
    if not objects:
        return []
    tokens = tokens_of(by)
    entries: dict[str, Entry] = {}
    for source, pks in by_kind(objects, sources).items():
        for entry in source.entries(pks):
            if entry.audience & tokens:  # not listed for them, not shown: a draft has rows and no entry
                entries.setdefault(registry.base_key(entry.key), entry)
    by_name = {source.kind: source for source in sources}
    shown = [
        Pinned(key, objects[key], by_name[key.partition(":")[0]], entries[key])
        for key in dict.fromkeys(keys)
        if key in objects and key in entries
    ]
    return shown[:MOST_PINS]


def with_pinned(
    counts: Mapping[str, Sequence[tuple[str, int]]], things: Sequence[Pinned], filters: Mapping[str, Sequence[str]]
) -> dict[str, list[tuple[str, int]]]:
    """The counts of an answer that was asked without these things, with them; each facet sets its own choice aside."""
    answer: dict[str, list[tuple[str, int]]] = {}
    for name, values in counts.items():
        found = dict(values)
        for thing in things:
            if thing.fits(filters, but=name):
                for value in dict.fromkeys(thing.values(name)):
                    found[value] = found.get(value, 0) + 1
        order = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        answer[name] = order if things else list(values)
    return answer
