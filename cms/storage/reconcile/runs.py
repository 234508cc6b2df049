"""One comparison after the other, in slices that any job survives, and what the last one said."""

import datetime
import logging
import math
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Q

from cms.core import clock
from cms.jobs.services import enqueue, once_a_day
from cms.storage.expunging import release_orphans
from cms.storage.leftovers import release_unshown
from cms.storage.models import ReconcileRun
from cms.storage.reconcile import healing, lost
from cms.storage.reconcile.findings import KINDS, Finding
from cms.storage.reconcile.survey import survey
from cms.storage.reconcile.verifying import verify

logger = logging.getLogger(__name__)
Mode = ReconcileRun.Mode
GO_ON = "cms.storage.tasks.go_on_comparing"
NIGHT = 3  # the hour, in London
SLICE_S = 100.0  # of reading; a task of the default cluster has 240
LEASE = datetime.timedelta(minutes=15)
KEEP_S = 60.0  # after which a lease is made longer
WEEK = datetime.timedelta(days=6, hours=12)
OLD = datetime.timedelta(days=2)  # without a comparison
KEPT = datetime.timedelta(days=396)  # of runs
LISTED = 200  # of each kind
WORDS = {
    "missing": "missing",
    "extra": "that nobody knows of",
    "changed": "changed",
    "unverified": "not read",
    "stale_uploads": "uploads that nobody goes on with",
    "untagged": "from partners, not dealt with",
}

Teller = Callable[[ReconcileRun], None]
_tellers: list[Teller] = []


def register_teller(tell: Teller) -> None:
    """Once, in AppConfig.ready: `tell(run)` hears of a run that mended what it could and left something over."""
    if tell not in _tellers:
        _tellers.append(tell)


def begin(*, mode: str, heals: bool, leased: bool = False) -> ReconcileRun:
    """A new comparison; `leased`: the caller goes on with it itself."""
    now = clock.now()
    run: ReconcileRun = ReconcileRun.objects.create(
        mode=mode, heals=heals, started_at=now, leased_until=now + LEASE if leased else None
    )
    return run


def begin_tonight() -> ReconcileRun | None:
    """The night's, once; everything is read where that was not done for a week."""
    with transaction.atomic():
        if not once_a_day("files: compare", NIGHT):
            return None
        ReconcileRun.objects.filter(started_at__lt=clock.now() - KEPT).delete()
        week = ReconcileRun.objects.filter(mode=Mode.ALL, started_at__gt=clock.now() - WEEK)
        return begin(mode=Mode.SAMPLE if week.exists() else Mode.ALL, heals=True)


def keep(run: ReconcileRun) -> None:
    """Whoever began it goes on with it."""
    ReconcileRun.objects.filter(pk=run.pk).update(leased_until=clock.now() + LEASE)


def go_on(*, seconds: float = SLICE_S) -> bool:
    """Go on with the oldest comparison that nobody is at. Whether none is left. Raises StoreUnavailable: it stays open,
    and the next tick tries again."""
    now = clock.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    run = ReconcileRun.objects.filter(free, ended_at=None).order_by("pk").first()
    if run is None:
        return True
    if not ReconcileRun.objects.filter(free, pk=run.pk, ended_at=None).update(leased_until=now + LEASE):
        return True  # somebody else took it
    try:
        if not run.heals:  # the jobs' own work of each minute: what just waits is not wrong
            healing.work_off(seconds / 4)
        work(run, seconds=seconds, mending=seconds)
    finally:
        ReconcileRun.objects.filter(pk=run.pk).update(leased_until=None)
    return not ReconcileRun.objects.filter(free, ended_at=None).exists()


def work(run: ReconcileRun, *, seconds: float = math.inf, mending: float = math.inf) -> bool:
    """Read for so many seconds, then compare, and mend for so many; whether it came to its end. Reading for long leaves
    the comparison to the next slice."""
    begun = time.monotonic()
    if not verify(run.mode, run.started_at, seconds) or time.monotonic() - begun > seconds / 2:
        return False
    healed = _mend_all(run, mending) if run.heals else []
    counts, lists = _counted()
    ReconcileRun.objects.filter(pk=run.pk).update(
        counts=counts, lists=lists, healed=healed[:LISTED], ended_at=clock.now(), leased_until=None
    )
    run.refresh_from_db()
    logger.info("files compared: %s", summary(run))
    if run.heals and not is_zero(run):
        for tell in _tellers:
            tell(run)
    return True


def _mend_all(run: ReconcileRun, seconds: float) -> list[str]:
    """What was mended, in words; for so many seconds at most, the rest is left to the next time."""
    until, kept_at = time.monotonic() + seconds, time.monotonic()

    def still() -> None:
        nonlocal kept_at
        if time.monotonic() - kept_at > KEEP_S:
            kept_at = time.monotonic()
            keep(run)

    told = healing.work_off(seconds / 4, still)
    if unshown := release_unshown():
        told.append(f"{unshown} names that nothing shows any more were released")
    if orphans := release_orphans():
        told.append(f"{orphans} files that nothing names began their period")
    if back := lost.count_again():
        told.append(f"{back} files that were said to be gone are there again")
    mended = 0
    for finding in survey():
        if time.monotonic() > until:
            break
        still()
        if healing.mend(finding):
            mended += 1
            if len(told) < LISTED:
                told.append(f"{finding.kind}: {finding.what}")
    if mended:
        healing.work_off(seconds / 4, still)
    return told


def _counted() -> tuple[dict[str, int], dict[str, list[dict[str, Any]]]]:
    counts: dict[str, int] = dict.fromkeys(KINDS, 0)
    lists: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for finding in survey():
        counts[finding.kind] += 1
        if len(lists[finding.kind]) < LISTED:
            lists[finding.kind].append(_shown(finding))
    return counts, lists


def _shown(finding: Finding) -> dict[str, Any]:
    return {name: value for name, value in asdict(finding).items() if name not in ("kind", "mend")}


def is_zero(run: ReconcileRun) -> bool:
    return not any(run.counts.get(kind) for kind in KINDS)


def summary(run: ReconcileRun) -> str:
    """ "2 missing, 1 changed", or "nothing is wrong"."""
    return (
        ", ".join(f"{run.counts[kind]} {WORDS[kind]}" for kind in KINDS if run.counts.get(kind)) or "nothing is wrong"
    )


def answer(run: ReconcileRun) -> dict[str, Any]:
    """{"missing": n, …, "lists": {"missing": [what], …}}: what the command prints as JSON."""
    lists = {kind: [one["what"] for one in run.lists.get(kind, [])] for kind in KINDS}
    return {kind: run.counts.get(kind, 0) for kind in KINDS} | {"lists": lists}


def under_way() -> ReconcileRun | None:
    return ReconcileRun.objects.filter(ended_at=None).order_by("pk").first()


def last_run() -> ReconcileRun | None:
    return ReconcileRun.objects.filter(ended_at__isnull=False).order_by("-ended_at").first()


def files_are_well() -> bool:
    """For the monitor's page: the last comparison found nothing and is not old. True before the first one."""
    last = last_run()
    return last is None or (is_zero(last) and last.ended_at is not None and last.ended_at > clock.now() - OLD)


def ask_to_go_on() -> None:
    enqueue(GO_ON, cluster="slow", scanned=True)
