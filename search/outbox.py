"""Changes on their way to the index: one row a key, written in the transaction of the change."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from search.models import SearchOutbox, SearchSequence

_listeners: list[Callable[[], None]] = []
CLAIM = timedelta(minutes=3)  # a worker that dies gives its rows back after this
CHUNK = 200

_UPSERT = """
INSERT INTO search_searchoutbox (key, sequence, state, attempts, last_error, reason, recorded_at, not_before)
VALUES {values}
ON CONFLICT (key) DO UPDATE SET sequence = {next}, state = 'waiting', attempts = 0, last_error = '',
  reason = excluded.reason, not_before = excluded.not_before,
  recorded_at = CASE WHEN search_searchoutbox.state = 'waiting' THEN search_searchoutbox.recorded_at
                     ELSE excluded.recorded_at END
"""


@dataclass(frozen=True, slots=True)
class Status:
    waiting: int
    dead: int
    oldest_due: datetime | None

    @property
    def lag_seconds(self) -> float:
        """Age of the oldest row that could have been sent by now."""
        return max(0.0, (timezone.now() - self.oldest_due).total_seconds()) if self.oldest_due else 0.0


def record(key: str, reason: str = "changed") -> None:
    """The entry of this key may have changed, or gone. Joins the caller's transaction; ten calls leave one row."""
    record_many([key], reason)


def record_many(keys: Iterable[str], reason: str = "changed") -> None:
    """The same for many keys, in a few statements. Sorted, so that two transactions lock rows in one order."""
    ordered = sorted(set(keys))
    if not ordered:
        return
    with transaction.atomic():
        for start in range(0, len(ordered), CHUNK):
            _upsert(ordered[start : start + CHUNK], reason)
        for listener in _listeners:
            listener()


def listen(listener: Callable[[], None]) -> None:
    """Call this in every transaction that records something; it asks for a worker, and must be cheap."""
    if listener not in _listeners:
        _listeners.append(listener)


def _upsert(keys: list[str], reason: str) -> None:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    args: list[Any] = []
    if connection.vendor == "postgresql":
        # The number is drawn again once the row is locked, so the last to commit always has the highest.
        drawn = "nextval('search_sequence')"
        row = f"(%s, {drawn}, 'waiting', 0, '', %s, %s, %s)"
        for key in keys:
            args += [key, reason, now, now]
        sql = _UPSERT.format(values=", ".join([row] * len(keys)), next=drawn)
    else:
        for key, number in zip(keys, draw(len(keys)), strict=True):
            args += [key, number, reason, now, now]
        sql = _UPSERT.format(
            values=", ".join(["(%s, %s, 'waiting', 0, '', %s, %s, %s)"] * len(keys)), next="excluded.sequence"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, args)


def pending(limit: int) -> list[str] | None:
    """Keys whose entry in the index may be out of date, dead ones too; None when there are more than `limit`."""
    keys = list(SearchOutbox.objects.order_by().values_list("key", flat=True)[: limit + 1])
    return keys if len(keys) <= limit else None


def draw(count: int = 1) -> list[int]:
    """The next numbers of the one sequence that versions come from, ascending. Who reads last draws last, and wins."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('search_sequence') FROM generate_series(1, %s)", [count])
            return [number for (number,) in cursor.fetchall()]
    with transaction.atomic():
        SearchSequence.objects.get_or_create(pk=1)
        SearchSequence.objects.filter(pk=1).update(value=F("value") + count)
        last = SearchSequence.objects.values_list("value", flat=True).get(pk=1)
    return list(range(last - count + 1, last + 1))


def pass_by(number: int) -> None:
    """Go on above this number. A database restored from a copy would otherwise count behind what the index holds."""
    (drawn,) = draw()
    if number > drawn:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT setval('search_sequence', %s)", [number])
            else:
                cursor.execute("UPDATE search_searchsequence SET value = max(value, %s) WHERE id = 1", [number])


def claim(limit: int) -> list[SearchOutbox]:
    """Take due rows for this worker alone, oldest first, each with a fresh number: the version to write with.

    They come back by themselves if the worker dies.
    """
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    due = SearchOutbox.objects.filter(free, state=SearchOutbox.State.WAITING, not_before__lte=now).order_by("sequence")
    with transaction.atomic():
        # SQLite has no row locks: there the transaction itself is the lock (transaction_mode IMMEDIATE).
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        rows = list(due[:limit])
        for row, number in zip(rows, draw(len(rows)) if rows else (), strict=True):
            row.sequence, row.claimed_until = number, now + CLAIM
        SearchOutbox.objects.bulk_update(rows, ["sequence", "claimed_until"])
    return rows


def release(rows: Iterable[SearchOutbox]) -> None:
    """Give claimed rows back as they are, due at once."""
    SearchOutbox.objects.filter(pk__in=[row.pk for row in rows]).update(claimed_until=None)


def retry_dead(keys: Iterable[str] | None = None) -> int:
    """Send given-up rows again: all, or these. Answers how many."""
    dead = SearchOutbox.objects.filter(state=SearchOutbox.State.DEAD)
    if keys is not None:
        dead = dead.filter(key__in=list(keys))
    found = list(dead.values_list("key", flat=True))
    record_many(found, "retry")
    return len(found)


def status() -> Status:
    """How many rows wait, how many were given up, and since when the oldest due one waits."""
    waiting = SearchOutbox.objects.filter(state=SearchOutbox.State.WAITING)
    oldest = waiting.filter(not_before__lte=timezone.now()).aggregate(oldest=Min("recorded_at"))["oldest"]
    dead = SearchOutbox.objects.filter(state=SearchOutbox.State.DEAD).count()
    return Status(waiting.count(), dead, oldest)
