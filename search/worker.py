"""Carries outbox rows to the engine. It may die at any line: its rows come back, and it never sends remembered text.

The order is what makes it right: a fresh number for each row, then the generations to write to, then the objects, then
the writing. So whoever read last wins in every generation, and a change made after a reading has a row of its own.
"""

import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db import OperationalError
from django.utils import timezone

from search import outbox, registry, runs, targets
from search.models import SearchOutbox
from search.ports import Entry, Refusal, SearchEngine, Unavailable
from search.rebuild import Stopped, rebuild
from search.service import get_engine

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 12
FIRST_WAIT, LONGEST_WAIT = 5, 15 * 60  # seconds
Upserts = Sequence[Entry]
Deletes = Sequence[tuple[str, int]]
_listeners: list[Callable[[Sequence[str]], None]] = []


@dataclass(slots=True)
class Report:
    """What one run did. `unavailable` is the engine's reason where it could not be reached; no row paid for that."""

    written: int = 0
    removed: int = 0
    failed: int = 0
    dead: int = 0
    rebuilt: bool = False
    missing: bool = False  # there is no index, and this run was not to build it
    unavailable: str = ""
    keys: list[str] = field(default_factory=list)  # what the index now holds as the database has it

    @property
    def handled(self) -> int:
        return self.written + self.removed + self.failed + self.dead


def on_sent(listener: Callable[[Sequence[str]], None]) -> None:
    """Call `listener(keys)` once readers find what a batch wrote ("isp:7"; also the keys of what was removed).

    It is called before the rows go, so a worker that dies in between makes it hear of the same keys again.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def run_once(limit: int = 200, *, build: bool = True) -> Report:
    """Send at most `limit` due rows. An installation whose index is missing gets it built first, unless told not to."""
    report = Report()
    engine = get_engine()
    try:
        targets.clear_abandoned(engine)
        if targets.serving(engine) is None:
            if not build:
                report.missing = True
                return report
            rebuild(asked_by="the worker, as there was no index")
            report.rebuilt = True
    except (Unavailable, runs.Busy, runs.Lost, Stopped) as error:
        report.unavailable = str(error)
        return report
    rows = outbox.claim(limit)
    if rows:
        _send(engine, rows, report)
    return report


def run_until_done(seconds: float, limit: int = 200, *, build: bool = True) -> Report:
    """Send batches until nothing is due, the engine is away or the time is over."""
    end = timezone.now() + timedelta(seconds=seconds)
    total = Report()
    while True:
        report = run_once(limit, build=build)
        for name in ("written", "removed", "failed", "dead"):
            setattr(total, name, getattr(total, name) + getattr(report, name))
        total.rebuilt = total.rebuilt or report.rebuilt
        total.missing, total.unavailable = report.missing, report.unavailable
        total.keys += report.keys
        if not report.handled or report.unavailable or timezone.now() > end:
            return total


def _send(engine: SearchEngine, rows: Sequence[SearchOutbox], report: Report) -> None:
    by_key = {row.key: row for row in rows}
    names = targets.names(engine)  # before the objects are read: a generation registered later reads them itself
    entries, errors = _read(by_key)
    upserts = [replace(entry, version=by_key[registry.base_key(entry.key)].sequence) for entry in entries.values()]
    gone = [
        (key, row.sequence)
        for row in rows
        if row.key not in errors
        for key in _index_keys(row.key)
        if key not in entries
    ]
    found = {registry.base_key(key) for key in entries}
    try:
        if not names:
            raise Unavailable("the index was taken away just now")
        for name in names:
            refused = _write(engine, name, upserts, gone)
            errors |= {registry.base_key(key): refusal for key, refusal in refused.items()}
        _tell([row.key for row in rows if row.key not in errors])
    except Unavailable as error:
        outbox.release(rows)
        report.unavailable = str(error)
        return
    except OperationalError:
        outbox.release(rows)
        raise
    for row in rows:
        if row.key in errors:
            _failed(row, errors[row.key], report)
            continue
        # A change made meanwhile has given the row a new sequence: then it stays, and is due at once.
        deleted, _ = SearchOutbox.objects.filter(pk=row.pk, sequence=row.sequence).delete()
        if not deleted:
            _unclaim(row)
        report.keys.append(row.key)
        report.written += row.key in found
        report.removed += row.key not in found


def _write(engine: SearchEngine, name: str, upserts: Upserts, gone: Deletes) -> dict[str, Refusal]:
    """Write to one generation; one that was taken away meanwhile wants nothing any more."""
    try:
        return dict(engine.write(name, upserts, gone))
    except Unavailable:
        if name in targets.names(engine):
            raise
        return {}


def _tell(keys: Sequence[str]) -> None:
    """What was written to the live generation can be found by now: tell who wants to know.

    Raises OperationalError: what could not be noted as the database was away or busy must be told again.
    """
    for listener in _listeners if keys else ():
        try:
            listener(keys)
        except OperationalError:
            raise  # it passes: the rows come again, and with them what was to be told
        except Exception:  # noqa: BLE001 - a job's outer edge: an alert that fails must not hold up the index
            logger.exception("a listener of search failed")


def _index_keys(key: str) -> list[str]:
    """The keys in the index that an outbox row stands for; of a kind that no app registers any more, its own."""
    kind, pk = registry.split_key(key)
    source = registry.source_of(kind)
    return source.index_keys(pk) if source else [key]


def _read(rows: dict[str, SearchOutbox]) -> tuple[dict[str, Entry], dict[str, Refusal]]:
    """Today's entries of the keys, and what went wrong with those that could not be built."""
    pks: dict[registry.Source, list[int]] = {}
    entries: dict[str, Entry] = {}
    errors: dict[str, Refusal] = {}
    for key in rows:
        try:
            kind, pk = registry.split_key(key)
        except ValueError:
            errors[key] = Refusal("not a key of the form kind:number", final=True)
            continue
        source = registry.source_of(kind)
        if source:
            pks.setdefault(source, []).append(pk)
    for source, numbers in pks.items():
        built, failed = registry.read_entries(source, numbers)
        entries |= {entry.key: entry for entry in built}
        errors |= {key: Refusal(error) for key, error in failed.items()}
    return entries, errors


def _failed(row: SearchOutbox, refusal: Refusal, report: Report) -> None:
    """Wait longer each time; give up at once on what would be refused again, else after MAX_ATTEMPTS."""
    attempts = row.attempts + 1
    dead = refusal.final or attempts >= MAX_ATTEMPTS
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - 1)) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries
    updated = SearchOutbox.objects.filter(pk=row.pk, sequence=row.sequence).update(
        attempts=attempts,
        last_error=refusal.reason[:2000],
        state=SearchOutbox.State.DEAD if dead else SearchOutbox.State.WAITING,
        not_before=timezone.now() + timedelta(seconds=wait),
        claimed_until=None,
    )
    if not updated:
        _unclaim(row)
    report.dead += dead
    report.failed += not dead


def _unclaim(row: SearchOutbox) -> None:
    SearchOutbox.objects.filter(pk=row.pk, claimed_until=row.claimed_until).update(claimed_until=None)
