"""How the search index is, for the core team, and what they may ask for: send again, build anew, compare."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from cms.audit import services as audit
from cms.core import clock, policy
from cms.core.errors import Conflict, Forbidden, NotFound
from cms.core.requester import Requester
from cms.discovery.permissions import STEER
from cms.discovery.steering_targets import Target, describe
from cms.discovery.tasks import ask_for_a_build, ask_for_a_comparison, ask_for_a_run
from search import outbox, registry, runs
from search.models import SearchGeneration, SearchOutbox, SearchRun
from search.reconcile import FAULTS
from search.service import engine_health

LATE = datetime.timedelta(minutes=5)
SHOWN = 50  # given-up changes on the screen
ENGINES = {"elasticsearch": "Elasticsearch", "fts5": "the built-in engine (SQLite)"}
COUNTED = {"missing": "missing", "stale": "out of date", "audience": "for the wrong people", "extra": "of things gone"}


@dataclass(frozen=True, slots=True)
class Given:
    """A change that could not be sent. `target` is None where the thing is gone, or cannot be read."""

    key: str
    kind: str
    target: Target | None
    attempts: int
    error: str
    since: datetime.datetime


@dataclass(frozen=True, slots=True)
class Progress:
    kind: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """All that the screen shows. `trouble` is empty while all is well; times are moments."""

    engine: str  # "Elasticsearch 8.16.6"
    state: str  # "ok", "missing" or "away"
    trouble: Sequence[str]
    entries: int
    kinds: Sequence[tuple[str, int]]  # (label, entries)
    waiting: int
    waits_since: datetime.datetime | None
    dead: int
    given_up: Sequence[Given]
    generations: Sequence[SearchGeneration]
    building: SearchRun | None
    progress: Sequence[Progress]
    comparing: SearchRun | None
    last_build: SearchRun | None
    last_comparison: SearchRun | None

    @property
    def found(self) -> str:
        """What the last comparison found, in words."""
        run = self.last_comparison
        return found_by(run) if run else ""


def index_health(*, by: Requester) -> IndexHealth:
    """The index as it is now. Raises Forbidden for anyone but the core team; never because the engine is away."""
    check(by)
    told = engine_health()
    status = outbox.status()
    building, comparing = runs.current(SearchRun.Kind.REBUILD), runs.current(SearchRun.Kind.RECONCILE)
    kinds = told["kinds"] if isinstance(told["kinds"], Mapping) else {}
    late = status.oldest_due if status.oldest_due and clock.now() - status.oldest_due > LATE else None
    return IndexHealth(
        engine=f"{ENGINES.get(str(told['engine']), told['engine'])} {told.get('version') or ''}".strip(),
        state=str(told["state"]),
        trouble=list(troubles(str(told["state"]), str(told.get("reason", "")), late, status.dead)),
        entries=int(str(told["entries"])),
        kinds=[(label_of(kind), count) for kind, count in sorted(kinds.items())],
        waiting=status.waiting,
        waits_since=status.oldest_due,
        dead=status.dead,
        given_up=given_up(by),
        generations=list(SearchGeneration.objects.all()),
        building=building,
        progress=[Progress(label_of(kind), *pair) for kind, pair in building.progress.items()] if building else [],
        comparing=comparing,
        last_build=runs.last(SearchRun.Kind.REBUILD),
        last_comparison=runs.last(SearchRun.Kind.RECONCILE),
    )


def troubles(state: str, reason: str, late: datetime.datetime | None, dead: int) -> Sequence[str]:
    """What is wrong and what follows from it, a sentence each."""
    found = []
    if state == "away":
        found.append(
            f"The search engine does not answer ({reason}). Readers find things by their titles only, and are told so."
            " Changes wait; nothing is lost."
        )
    elif state == "missing":
        found.append("There is no index yet. Readers find things by their titles only. It is built within minutes.")
    if late:
        found.append(f"Changes have waited since {late.astimezone(clock.LONDON):%H:%M}. Is the job worker running?")
    if dead:
        found.append(f"{dead} change{'' if dead == 1 else 's'} could not be sent. See below why.")
    return found


def found_by(run: SearchRun) -> str:
    """ "1,204 entries compared: nothing was wrong", or what was. Of a run that stopped: why."""
    if run.state != SearchRun.State.DONE:
        return f"It stopped: {run.error}"
    wrong = ", ".join(f"{run.counts[name]} {COUNTED[name]}" for name in FAULTS if run.counts.get(name))
    compared = f"{run.counts.get('checked', 0):,} entries compared"
    return f"{compared}: {wrong}. All of it was sent again." if wrong else f"{compared}: nothing was wrong."


def label_of(kind: str) -> str:
    source = registry.source_of(kind)
    return source.label if source else kind


def given_up(by: Requester) -> list[Given]:
    rows = list(SearchOutbox.objects.filter(state=SearchOutbox.State.DEAD)[:SHOWN])
    targets = describe([row.key for row in rows], by)
    return [
        Given(
            row.key,
            label_of(row.key.partition(":")[0]),
            targets.get(row.key),
            row.attempts,
            row.last_error,
            row.recorded_at,
        )
        for row in rows
    ]


def send_again(*, by: Requester, key: str = "") -> int:
    """Have given-up changes sent once more: this one, or all. Answers how many. Raises Forbidden, NotFound."""
    check(by)
    with transaction.atomic():
        count = outbox.retry_dead([key] if key else None)
        if key and not count:
            raise NotFound("That change is not among those that were given up.")
        if count:
            audit.record(by, "search_changes.sent_again", label=key or f"all {count}")
            ask_for_a_run()
    return count


def build_anew(*, by: Requester) -> None:
    """Ask for a new index, built by a job. Raises Forbidden, Conflict while one is being built."""
    _ask(by, SearchRun.Kind.REBUILD, "search_index.build_asked", ask_for_a_build)


def compare_now(*, by: Requester) -> None:
    """Ask for a comparison with the database, by a job. Raises Forbidden, Conflict while one is under way."""
    _ask(by, SearchRun.Kind.RECONCILE, "search_index.comparison_asked", ask_for_a_comparison)


def _ask(by: Requester, kind: str, verb: str, ask: Callable[[str], None]) -> None:
    check(by)
    running = runs.current(kind)
    if running:
        raise Conflict(f"That is under way: {running.holder}.")
    with transaction.atomic():
        audit.record(by, verb)
        ask("an editor")


def check(by: Requester) -> None:
    if not policy.may(by, STEER):
        raise Forbidden("The search index is for the core team.")
