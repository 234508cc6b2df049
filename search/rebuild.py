"""Build the whole index anew from the database; readers keep the old one until it is whole.

The new generation is registered before anything is read, so every change made meanwhile goes to it as well; one number
is drawn after that, and all that is read here is written with it. So the older of two readings loses (search.outbox).
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from search import outbox, reconcile, registry, runs, targets
from search.models import SearchRun
from search.ports import Entry, Refusal, SearchEngine, Unavailable
from search.service import get_engine

Progress = Callable[[str, int], None]
TRIES = 5  # of one page, when the engine is away or too busy
PAUSE_S = 1.0  # before the second try; doubled each time
TOLERATED = 10  # objects of a kind that cannot be read, or a tenth of it
NAMED = 20  # keys named in a report


class Stopped(Exception):
    """The new index is not as it must be: nothing was swapped. The text says why."""


@dataclass(slots=True)
class Report:
    generation: str
    kinds: dict[str, int] = field(default_factory=dict)  # entries read, by kind
    broken: list[str] = field(default_factory=list)  # objects whose entry could not be built; they wait in the outbox

    @property
    def entries(self) -> int:
        return sum(self.kinds.values())


def rebuild(progress: Progress | None = None, *, asked_by: str = "") -> Report:
    """Read every registered kind into a new generation and swap it in; `progress(kind, entries so far)` on the way.

    Raises `runs.Busy` while another rebuild runs, Unavailable when the engine is away, Stopped when an entry was
    refused or the new index differs from the database: the old index then stays, and nothing of the new one is left.
    """
    engine = get_engine()
    with runs.running(SearchRun.Kind.REBUILD, engine.name, asked_by) as run:
        targets.clear_abandoned(engine)
        name = engine.create()
        targets.add(name, engine, run)
        try:
            report = _fill(engine, name, run, progress)
            _compare(engine, name, run, report)
            runs.renew(run)
            engine.publish(name)
        except BaseException:
            _take_away(engine, name)
            raise
        targets.mark_live(name)
        run.counts = {"entries": report.entries, "broken": len(report.broken), "generation": name}
    outbox.record_many(report.broken, "broken")
    return report


def _fill(engine: SearchEngine, name: str, run: SearchRun, progress: Progress | None) -> Report:
    (version,) = outbox.draw()
    report = Report(name, {source.kind: 0 for source in registry.sources()})
    for source in registry.sources():
        pks = sorted(source.live_pks())
        for start in range(0, len(pks), registry.PAGE):
            entries, errors = registry.read_entries(source, pks[start : start + registry.PAGE])
            _write(engine, name, [replace(entry, version=version) for entry in entries])
            report.kinds[source.kind] += len(entries)
            report.broken += errors
            run.progress = {**run.progress, source.kind: [min(start + registry.PAGE, len(pks)), len(pks)]}
            runs.renew(run)
            if progress:
                progress(source.kind, report.kinds[source.kind])
        _check_broken(source.kind, [key for key in report.broken if key.startswith(f"{source.kind}:")], len(pks))
    return report


def _check_broken(kind: str, broken: list[str], total: int) -> None:
    """One bad object must not keep the rest from being found; a fault in the code must not empty the index."""
    if len(broken) > max(TOLERATED, total // 10):
        raise Stopped(
            f"{len(broken)} of {total} {kind} entries cannot be built, {', '.join(broken[:NAMED])} among them"
        )


def _write(engine: SearchEngine, name: str, entries: list[Entry]) -> None:
    """One page, tried again while the engine is away or busy. Raises Stopped for entries that it will never take."""
    waiting = {entry.key: entry for entry in entries}
    for attempt in range(1, TRIES + 1):
        refused: Mapping[str, Refusal] = {}
        try:
            refused = engine.write(name, list(waiting.values()), [])
        except Unavailable:
            if attempt == TRIES:
                raise
        else:
            if not refused:
                return
            final = {key: refusal for key, refusal in refused.items() if refusal.final}
            if final or attempt == TRIES:
                raise Stopped(f"{len(refused)} entries were refused: {_named(final or refused)}")
            waiting = {key: waiting[key] for key in refused}
        time.sleep(PAUSE_S * 2 ** (attempt - 1))


def _named(refused: Mapping[str, Refusal]) -> str:
    return "; ".join(f"{key} ({refusal.reason})" for key, refusal in list(refused.items())[:NAMED])


def _compare(engine: SearchEngine, name: str, run: SearchRun, report: Report) -> None:
    """Counts by kind against what was read and what the database lists; a difference is looked into, key by key."""
    counted = engine.counts(name)
    kinds = [
        source.kind
        for source in registry.sources()
        if counted.get(source.kind, 0) != report.kinds[source.kind]
        or run.progress.get(source.kind, [0, 0])[1] != len(list(source.live_pks()))
    ]
    strangers = sorted(set(counted) - set(report.kinds))
    if strangers:
        raise Stopped(f"the new index holds kinds that nobody registered: {', '.join(strangers)}")
    if not kinds:
        return
    found = reconcile.differences(engine, name, kinds=kinds, beat=lambda: runs.renew(run))
    wrong = {key: why for key, why in found.by_key.items() if why in (reconcile.MISSING, reconcile.EXTRA)}
    if wrong:
        some = ", ".join(f"{key} {why}" for key, why in list(wrong.items())[:NAMED])
        raise Stopped(f"the new index differs from the database in {len(wrong)} entries: {some}")


def _take_away(engine: SearchEngine, name: str) -> None:
    """Leave nothing of a failed build. Where the engine is away, the next rebuild or worker does it."""
    try:
        if engine.live() == name:  # it failed after the swap: then it is whole
            targets.mark_live(name)
        else:
            targets.remove(name, engine)
    except Unavailable:
        pass
