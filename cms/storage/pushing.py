"""The ledger is worked off: what is to be in a place is put there, once, by however many workers, and confirmed."""

import datetime
import io
import logging
import secrets
import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import BinaryIO, cast

from django.db import transaction
from django.db.models import F, Q, QuerySet

from cms.core import clock
from cms.storage.contents import GOING, places_of_all
from cms.storage.models import SERVED, Content, SyncObject
from cms.storage.places import place, place_named
from cms.storage.ports import FileStore, NotThere, Stored, StoreUnavailable

logger = logging.getLogger(__name__)
LEASE = datetime.timedelta(minutes=5)  # longer than any small file takes; renewed after a fifth of it
LEAST_S = 120.0  # for one large file, whatever time is left: it must come further than it was
WRITTEN_S = 1.0  # what is done is written down at least so often
AT_ONCE = 64  # rows leased at a time
LARGE = 8 << 20  # bytes: these go one after the other, in parts that go side by side
FAILURES = 3  # of the store in a row, after which it is left alone until the next run
WAIT = datetime.timedelta(minutes=1)  # after a failure, and longer with each
LONGEST_WAIT = datetime.timedelta(hours=1)


@dataclass(slots=True)
class Pushed:
    """What one run did: rows that are done now, their bytes, rows that failed; and how many still wait, for whoever."""

    done: int = 0
    bytes: int = 0
    failed: int = 0
    waiting: int = 0
    in_a_row: int = 0


Told = Callable[[Pushed], None]
Sources = Iterable[tuple[FileStore, str]]


def plan(*, role: str, key: str, content: Content, source: str = "", place_name: str = "") -> SyncObject:
    """Write down that these bytes belong there; in the transaction that decides it. Twice is harmless: a row that ended
    is opened again."""
    row, new = SyncObject.objects.get_or_create(
        place=place_name or place(role).name,
        key=key,
        defaults={"role": role, "content": content, "source": source[:200], "created_at": clock.now()},
    )
    if not new and row.ended_at is not None:
        again = {"ended_at": None, "end_reason": "", "tombstone_at": None, "done_at": None, "attempts": 1}
        SyncObject.objects.filter(pk=row.pk).update(**again)  # not 0: the bytes may be there, so it is asked first
        row.refresh_from_db()
    return row


def waiting_rows(*, role: str | None = None, place_name: str | None = None) -> QuerySet[SyncObject]:
    """What is still to be put where the settings of today keep files."""
    may_leave = Q(role=SyncObject.Role.QUARANTINE) | Q(content__state__in=SERVED)
    today = [place(one).name for one in SyncObject.Role.values]
    rows: QuerySet[SyncObject] = SyncObject.objects.filter(may_leave, place__in=today, done_at=None, ended_at=None)
    if role is not None:
        rows = rows.filter(role=role)
    return rows.filter(place=place_name) if place_name is not None else rows


def push_waiting(
    *,
    seconds: float,
    role: str | None = None,
    place_name: str | None = None,
    threads: int = 8,
    told: Told | None = None,
) -> Pushed:
    """Put what waits for at most about `seconds`; `told` hears of each row that came to its end.

    Small files go side by side: their threads do nothing but network, the rows are leased and written here. A killed
    worker's rows are taken up when their lease ends, a large file where it stopped; it also stops when the time is up,
    after LEAST_S at the earliest. At the third failure in a row the store is left alone.
    """
    rows = waiting_rows(role=role, place_name=place_name)
    run = _Run(rows, time.monotonic() + seconds, threads, told)
    with ThreadPoolExecutor(threads) as workers:
        run.work_off(workers)
    run.result.waiting = rows.count()
    return run.result


class _Run:
    def __init__(self, rows: QuerySet[SyncObject], until: float, threads: int, told: Told | None) -> None:
        self.rows, self.until, self.threads, self.told = rows, until, threads, told
        self.result = Pushed()
        self.sending: dict[Future[None], SyncObject] = {}
        self.arrived: SimpleQueue[Future[None]] = SimpleQueue()
        self.queue: list[SyncObject] = []
        self.sources: dict[int, list[tuple[FileStore, str]]] = {}
        self.ended: list[SyncObject] = []
        self.written_at = time.monotonic()

    @property
    def goes_on(self) -> bool:
        return time.monotonic() < self.until and self.result.in_a_row < FAILURES

    def work_off(self, workers: ThreadPoolExecutor) -> None:
        try:
            while self.goes_on:
                self._lease()
                if not self.queue and not self.sending:
                    break
                while self.queue and self.goes_on and len(self.sending) < 2 * self.threads:
                    self._begin(self.queue.pop(), workers)
                self._collect()
        finally:
            try:
                while self.sending:
                    self._collect()
            finally:
                try:
                    self._write_ended()
                finally:
                    _give_back(self.queue)

    def _lease(self) -> None:
        if not self.queue:
            self.queue = _lease(self.rows)
            self.sources = places_of_all({row.content_id for row in self.queue})

    def _begin(self, row: SyncObject, workers: ThreadPoolExecutor) -> None:
        if not _renewed(row):  # a large file before it took so long that another worker has this one
            return
        store = place_named(row.place)
        if store is None:
            self._end(row, StoreUnavailable("The settings of today do not reach this place."))
            return
        sources = self.sources[row.content_id]
        if row.content.size <= LARGE:
            future = workers.submit(put_row, row, store, sources)
            self.sending[future] = row
            future.add_done_callback(self.arrived.put)
            return
        stops_at = max(self.until, time.monotonic() + LEAST_S)
        try:
            put_row(row, store, sources, lambda file, keep: cast(BinaryIO, _Large(file, keep, stops_at)))
        except _NotNow:
            _give_back([row])
        except OSError as error:
            self._end(row, error)
        else:
            self._end(row, None)

    def _collect(self) -> None:
        if not self.sending:
            return
        future = self.arrived.get()
        row, error = self.sending.pop(future), future.exception()
        if error is not None and not isinstance(error, OSError):
            raise error
        self._end(row, error)

    def _end(self, row: SyncObject, error: OSError | None) -> None:
        if error is None:
            self.ended.append(row)
            if len(self.ended) >= AT_ONCE // 2 or time.monotonic() - self.written_at > WRITTEN_S:
                self._write_ended()
            self.result.done, self.result.bytes = self.result.done + 1, self.result.bytes + row.content.size
            self.result.in_a_row = 0
        else:
            logger.warning("%s was not put to %s: %s", row.key, row.place, error)
            rest = min(WAIT * 2 ** min(row.attempts - 1, 6), LONGEST_WAIT)
            _mine(row).filter(done_at=None).update(leased_until=clock.now() + rest, error=str(error)[:250])
            self.result.failed, self.result.in_a_row = self.result.failed + 1, self.result.in_a_row + 1
        if self.told is not None:
            self.told(self.result)

    def _write_ended(self) -> None:
        """Many at once. What a kill keeps from being written down is asked for, not sent, the next time."""
        rows = _staying(self.ended)
        rows.filter(done_at=None).update(done_at=clock.now(), leased_until=None, upload_id="", error="")
        take_back(self.ended)
        self.ended, self.written_at = [], time.monotonic()


def _staying(rows: Collection[SyncObject]) -> QuerySet[SyncObject]:
    """Those whose bytes were not removed meanwhile."""
    found: QuerySet[SyncObject] = SyncObject.objects.filter(pk__in=[row.pk for row in rows])
    return found.exclude(end_reason__in=GOING)


def take_back(rows: Collection[SyncObject]) -> None:
    """What was removed while it was on its way is there again, and goes again."""
    staying = set(_staying(rows).values_list("pk", flat=True))
    for row in rows:
        store = place_named(row.place)
        if row.pk in staying or store is None:
            continue
        try:
            store.delete(row.key)
        except StoreUnavailable as error:
            logger.error("%s was removed, and a late copy of it stays in %s: %s", row.key, row.place, error)


def _lease(rows: QuerySet[SyncObject]) -> list[SyncObject]:
    """Rows that nobody else has, ours for a while. Two workers may choose the same; one update wins each row."""
    now = clock.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    until = _end_of_lease()
    with transaction.atomic():
        locked = rows.filter(free).select_for_update(skip_locked=True, of=("self",))
        chosen = list(locked.order_by("attempts", "pk").values_list("pk", flat=True)[:AT_ONCE])
        # counted before the work: a file that kills its worker comes later each time
        mine = SyncObject.objects.filter(free, pk__in=chosen, done_at=None, ended_at=None)
        mine.update(leased_until=until, attempts=F("attempts") + 1)
    found = SyncObject.objects.select_related("content").filter(pk__in=chosen, leased_until=until)
    return list(found.order_by("-attempts", "-pk"))  # worked off from the end


def _end_of_lease() -> datetime.datetime:
    """The end of a lease says whose it is."""
    return clock.now() + LEASE + datetime.timedelta(microseconds=secrets.randbelow(1_000_000))


def _mine(row: SyncObject) -> QuerySet[SyncObject]:
    """The row, as long as nobody else has leased it since."""
    found: QuerySet[SyncObject] = SyncObject.objects.filter(pk=row.pk, leased_until=row.leased_until)
    return found


def _renewed(row: SyncObject) -> bool:
    """Whether the row is still ours, and will be for long enough."""
    until = _end_of_lease()
    if row.leased_until is not None and until - row.leased_until < LEASE / 5:
        return True
    if not _mine(row).filter(done_at=None, ended_at=None).update(leased_until=until):
        return False
    row.leased_until = until
    return True


def _give_back(rows: Iterable[SyncObject]) -> None:
    for row in rows:
        _mine(row).update(leased_until=None, attempts=F("attempts") - 1)


Watched = Callable[[BinaryIO, "UploadKeeper"], BinaryIO]


def put_row(row: SyncObject, store: FileStore, sources: Sources, watched: Watched = lambda file, keep: file) -> None:
    """The network's part of one row. Raises OSError: StoreUnavailable, or what was wrong with the last of the sources.

    A first attempt does not ask before: nobody else puts anything under a key that was just written down.
    """
    item = Stored(row.key, row.content.size, row.content.sha256)
    if row.attempts > 1 and store.holds(item):  # an earlier attempt may have arrived although its reply was lost
        return
    try:
        said = copy_from_first(row, store, sources, watched)
    except OSError:
        if not store.holds(item):
            raise
        return
    if not said and not store.holds(item):  # done only after the store says so itself
        raise StoreUnavailable("the store does not show what was put there")


def copy_from_first(
    row: SyncObject, store: FileStore, sources: Sources, watched: Watched = lambda file, keep: file
) -> bool:
    """Put it from the first source that has good bytes and gives them; what `FileStore.put` answers. Raises what was
    wrong with the last of them; NotThere where there is none."""
    item, keep = Stored(row.key, row.content.size, row.content.sha256), UploadKeeper(row)
    wrong: OSError = NotThere("no place has its bytes any more")
    for source, key in sources:
        if (source.name, key) == (row.place, row.key):
            continue
        try:
            with source.open(key, item.size) as file:
                return store.put(item, watched(file, keep), upload_id=row.upload_id, keep_upload_id=keep)
        except OSError as error:  # that source is away, or holds something else; or the store itself did not take it
            wrong = error
    raise wrong


class UploadKeeper:
    """Writes down the id of an upload that is begun, so that whoever comes next goes on with it; and whether it came
    further since."""

    def __init__(self, row: SyncObject) -> None:
        self.row, self.came_further = row, False

    def __call__(self, upload_id: str) -> None:
        if self.row.upload_id == upload_id:
            self.came_further = True
            return
        self.row.upload_id = upload_id
        SyncObject.objects.filter(pk=self.row.pk).update(upload_id=upload_id)


class _NotNow(Exception):
    """The time is up, or another worker has the row. What arrived stays, and is gone on with."""


class _Large(io.RawIOBase):
    """A large file that keeps its row leased for as long as it is being read, and ends between two parts: not before a
    new one has arrived, since what arrived before is read again, which may take all the time there is."""

    def __init__(self, file: BinaryIO, keep: UploadKeeper, stops_at: float) -> None:
        self.file, self.keep, self.stops_at = file, keep, stops_at
        self.mode = getattr(file, "mode", "")

    def read(self, size: int = -1) -> bytes:
        if not _renewed(self.keep.row):
            raise _NotNow
        if self.keep.came_further and time.monotonic() > self.stops_at:  # only what can be gone on with
            raise _NotNow
        return self.file.read(size)

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.file.fileno()
