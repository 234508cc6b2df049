"""An engine's index filled by hand, without the database: what the tests of the port start from."""

from collections.abc import Iterable, Mapping

from search.ports import Entry, Refusal, SearchEngine


def publish(engine: SearchEngine, entries: Iterable[Entry]) -> str:
    """A new live generation that holds these entries; its name."""
    name = engine.create()
    refused = engine.write(name, entries, [])
    assert not refused, refused
    engine.publish(name)
    return name


def write(
    engine: SearchEngine, upserts: Iterable[Entry], deletes: Iterable[tuple[str, int]] = ()
) -> Mapping[str, Refusal]:
    """Write to the live generation, and wait until it shows."""
    live = engine.live()
    assert live
    refused = engine.write(live, upserts, deletes)
    engine.counts(live)
    return refused
