"""One rebuild and one comparison at a time, under a lease that a dead process loses."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from search.models import SearchRun

LEASE = timedelta(minutes=5)
KEPT = 60  # runs of a kind that are remembered
HOST = socket.gethostname()


class Busy(Exception):
    """Another process does this now; the text says which."""


class Lost(Exception):
    """The lease was lost: another process has taken over, or was allowed to."""


@contextmanager
def running(kind: str, engine: str, asked_by: str = "") -> Iterator[SearchRun]:
    """Hold the lease while the block runs and note how it ended. Raises Busy while another process holds it."""
    run = _begin(kind, engine, asked_by)
    try:
        yield run
    except BaseException as error:
        _end(run, SearchRun.State.FAILED, str(error) or type(error).__name__)
        raise
    _end(run, SearchRun.State.DONE, "")


def renew(run: SearchRun) -> None:
    """Say that the run lives, and how far it is (`run.progress`). Raises Lost where the lease is gone."""
    run.lease_until = timezone.now() + LEASE
    kept = SearchRun.objects.filter(pk=run.pk, state=SearchRun.State.RUNNING)
    if not kept.update(lease_until=run.lease_until, progress=run.progress):
        raise Lost("another process took this run over")


def forget_dead() -> None:
    """Mark runs whose process is gone: at once on this host, elsewhere when the lease is over."""
    for run in SearchRun.objects.filter(state=SearchRun.State.RUNNING):
        if _is_dead(run, timezone.now()):
            SearchRun.objects.filter(pk=run.pk, state=SearchRun.State.RUNNING, lease_until=run.lease_until).update(
                state=SearchRun.State.LOST, ended_at=timezone.now(), error="The process ended without a word."
            )


def current(kind: str) -> SearchRun | None:
    """The run that is under way, if there is one."""
    forget_dead()
    return SearchRun.objects.filter(kind=kind, state=SearchRun.State.RUNNING).first()


def last(kind: str) -> SearchRun | None:
    return SearchRun.objects.filter(kind=kind).exclude(state=SearchRun.State.RUNNING).first()


def _begin(kind: str, engine: str, asked_by: str) -> SearchRun:
    forget_dead()
    now = timezone.now()
    values: dict[str, Any] = {"holder": f"{HOST} process {os.getpid()}" + (f", for {asked_by}" if asked_by else "")}
    try:
        with transaction.atomic():
            run = SearchRun.objects.create(kind=kind, engine=engine, started_at=now, lease_until=now + LEASE, **values)
    except IntegrityError:
        other = SearchRun.objects.filter(kind=kind, state=SearchRun.State.RUNNING).first()
        who = f"{other.holder} since {other.started_at:%H:%M} UTC" if other else "another process"
        raise Busy(f"it is being done by {who}") from None
    kept = SearchRun.objects.filter(kind=kind).values_list("pk", flat=True)[KEPT : 2 * KEPT]
    SearchRun.objects.filter(pk__in=list(kept)).delete()
    return run


def _end(run: SearchRun, state: str, error: str) -> None:
    SearchRun.objects.filter(pk=run.pk, state=SearchRun.State.RUNNING).update(
        state=state, error=error[:2000], ended_at=timezone.now(), progress=run.progress, counts=run.counts
    )


def _is_dead(run: SearchRun, now: datetime) -> bool:
    if run.lease_until <= now:
        return True
    host, _, rest = run.holder.partition(" process ")
    number = rest.split(",")[0]
    if host != HOST or not number.isdigit() or int(number) == os.getpid():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
