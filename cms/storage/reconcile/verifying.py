"""The bytes themselves, read and hashed: a size and a date say nothing of a disk that forgets."""

import datetime
import hashlib
import math
import time
from typing import Any

from django.db.models import F, Q

from cms.core import clock
from cms.storage.models import ReconcileRun, SyncObject
from cms.storage.places import place_named
from cms.storage.ports import FileStore, NotThere, StoreUnavailable
from cms.storage.reconcile.survey import BAD, UNREAD, todays_places

SAMPLE = 0.05  # of all that is to be there, daily
PAGE = 200


def kept() -> Any:
    """What is to be in the places of today, and was there once."""
    return SyncObject.objects.filter(place__in=list(todays_places()), done_at__isnull=False, ended_at=None)


def verify(mode: str, since: datetime.datetime, seconds: float) -> bool:
    """Read what this comparison is to read and did not yet (`since`: when it began); whether all of it was.

    The verdict stands in each row: `verified_at` is when it was read, `error` is BAD where the hash was another, UNREAD
    where it could not be read. `tried_at` is when that was tried, so that what is lost or hangs is asked for once in a
    comparison. Raises StoreUnavailable when a place does not answer at all.
    """
    until = time.monotonic() + seconds
    rows = kept()
    untried = rows.filter(Q(tried_at=None) | Q(tried_at__lt=since)).select_related("content")
    if mode == ReconcileRun.Mode.SAMPLE:
        left = math.ceil(rows.count() * SAMPLE) - rows.filter(tried_at__gte=since).count()
        oldest = untried.order_by(F("tried_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)
        keys = list(oldest[: max(0, left)])
        return all(
            _verify_page(untried.filter(pk__in=keys[start : start + PAGE]), until)
            for start in range(0, len(keys), PAGE)
        )
    after = 0
    while page := list(untried.filter(pk__gt=after).order_by("pk")[:PAGE]):
        if not _verify_page(page, until):
            return False
        after = page[-1].pk
    return True


def _verify_page(rows: Any, until: float) -> bool:
    for row in rows:
        if time.monotonic() > until:
            return False
        verify_row(row)
    return True


def verify_row(row: SyncObject) -> bool:
    """Whether it was read and has the right bytes; its row says so. Raises StoreUnavailable."""
    store = place_named(row.place)
    if store is None:
        return False
    mine = SyncObject.objects.filter(pk=row.pk)
    mine.update(tried_at=clock.now())  # before it is read: a file that kills its reader is not the next one's first
    values: dict[str, Any] = {"verified_at": clock.now(), "error": ""}
    try:
        if hash_of(store, row.key) != row.content.sha256:
            values["error"] = BAD
    except NotThere:
        return False  # the listing tells of it
    except StoreUnavailable:
        if not store.well():
            mine.update(tried_at=row.tried_at)
            raise
        values = {"error": UNREAD}
    mine.filter(done_at=row.done_at, ended_at=None).update(**values)
    return not values["error"]


def hash_of(store: FileStore, key: str) -> str:
    found = hashlib.sha256()
    for piece in store.read(key):
        found.update(piece)
    return found.hexdigest()
