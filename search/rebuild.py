"""Build the whole index anew from the database; readers keep the old one until it is whole."""

from collections.abc import Callable
from dataclasses import dataclass

from search import outbox, registry
from search.service import get_engine


@dataclass(frozen=True, slots=True)
class Report:
    generation: str
    entries: int
    kinds: dict[str, int]
    broken: list[str]  # keys of objects whose entry could not be built; they wait in the outbox


def rebuild(progress: Callable[[str, int], None] | None = None) -> Report:
    """Read every registered kind into a new generation and swap it in.

    Entries carry version 0, so any outbox row sent afterwards wins: a change made while this runs is not lost. Raises
    Unavailable while another rebuild runs, ValueError when an entry is refused; the old index then stays.
    """
    broken: list[str] = []
    kinds: dict[str, int] = {source.kind: 0 for source in registry.sources()}

    def note(kind: str, done: int) -> None:
        kinds[kind] = done
        if progress:
            progress(kind, done)

    generation = get_engine().rebuild(registry.all_entries(note, broken.append))
    outbox.record_many(broken, "broken")
    return Report(generation, sum(kinds.values()), kinds, broken)
