"""Carries outbox rows to the engine. It may die at any line: its rows come back, and it never sends remembered text."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.utils import timezone

from search import outbox, registry
from search.models import SearchOutbox
from search.ports import Entry, SearchEngine, Unavailable
from search.rebuild import rebuild
from search.service import get_engine

MAX_ATTEMPTS = 12
FIRST_WAIT, LONGEST_WAIT = 5, 15 * 60  # seconds


@dataclass(slots=True)
class Report:
    """What one run did. `unavailable` is the engine's reason where it could not be reached; no row paid for that."""

    written: int = 0
    removed: int = 0
    failed: int = 0
    dead: int = 0
    rebuilt: bool = False
    unavailable: str = ""
    keys: list[str] = field(default_factory=list)  # what the index now holds as the database has it

    @property
    def handled(self) -> int:
        return self.written + self.removed + self.failed + self.dead


def run_once(limit: int = 200) -> Report:
    """Send at most `limit` due rows. An installation whose index is missing gets it built first."""
    report = Report()
    engine = get_engine()
    try:
        if not engine.ready():
            rebuild()
            report.rebuilt = True
    except Unavailable as error:
        report.unavailable = str(error)
        return report
    rows = outbox.claim(limit)
    if rows:
        _send(engine, rows, report)
    return report


def run_until_done(seconds: float, limit: int = 200) -> Report:
    """Send batches until nothing is due, the engine is away or the time is over."""
    end = timezone.now() + timedelta(seconds=seconds)
    total = Report()
    while True:
        report = run_once(limit)
        for name in ("written", "removed", "failed", "dead"):
            setattr(total, name, getattr(total, name) + getattr(report, name))
        total.rebuilt = total.rebuilt or report.rebuilt
        total.unavailable = report.unavailable
        total.keys += report.keys
        if not report.handled or report.unavailable or timezone.now() > end:
            return total


def _send(engine: SearchEngine, rows: Sequence[SearchOutbox], report: Report) -> None:
    by_key = {row.key: row for row in rows}
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
        refused = engine.apply(upserts, gone)
        errors |= {registry.base_key(key): error for key, error in refused.items()}
    except Unavailable as error:
        SearchOutbox.objects.filter(pk__in=[row.pk for row in rows]).update(claimed_until=None)
        report.unavailable = str(error)
        return
    for row in rows:
        if row.key in errors:
            _failed(row, errors[row.key], report)
            continue
        # A change made meanwhile has given the row a new sequence: then it stays, and is due at once.
        deleted, _ = SearchOutbox.objects.filter(pk=row.pk, sequence=row.sequence).delete()
        if not deleted:
            SearchOutbox.objects.filter(pk=row.pk).update(claimed_until=None)
        report.keys.append(row.key)
        report.written += row.key in found
        report.removed += row.key not in found


def _index_keys(key: str) -> list[str]:
    """The keys in the index that an outbox row stands for; of a kind that no app registers any more, its own."""
    kind, pk = registry.split_key(key)
    source = registry.source_of(kind)
    return source.index_keys(pk) if source else [key]


def _read(rows: dict[str, SearchOutbox]) -> tuple[dict[str, Entry], dict[str, str]]:
    """Today's entries of the keys, and what went wrong with those that could not be built."""
    pks: dict[registry.Source, list[int]] = {}
    entries: dict[str, Entry] = {}
    errors: dict[str, str] = {}
    for key in rows:
        try:
            kind, pk = registry.split_key(key)
        except ValueError:
            errors[key] = "not a key of the form kind:number"
            continue
        source = registry.source_of(kind)
        if source:
            pks.setdefault(source, []).append(pk)
    for source, numbers in pks.items():
        built, failed = registry.read_entries(source, numbers)
        entries |= {entry.key: entry for entry in built}
        errors |= failed
    return entries, errors


def _failed(row: SearchOutbox, error: str, report: Report) -> None:
    attempts = row.attempts + 1
    dead = attempts >= MAX_ATTEMPTS
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - 1)) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries
    updated = SearchOutbox.objects.filter(pk=row.pk, sequence=row.sequence).update(
        attempts=attempts,
        last_error=error[:2000],
        state=SearchOutbox.State.DEAD if dead else SearchOutbox.State.WAITING,
        not_before=timezone.now() + timedelta(seconds=wait),
        claimed_until=None,
    )
    if not updated:
        SearchOutbox.objects.filter(pk=row.pk).update(claimed_until=None)
    report.dead += dead
    report.failed += not dead
