"""Both sides compared in order, page by page, so that a million files take no more memory than a thousand.

Nothing here changes anything. A finding is looked at once more before it counts: while both sides are read, files come
and go.
"""

import datetime
import heapq
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, cast

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Collate, Concat
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.core import clock
from cms.storage import mirror
from cms.storage.contents import belongs
from cms.storage.models import SERVED, Content, DocumentText, KeptName, SyncObject
from cms.storage.places import Role, place
from cms.storage.ports import FileStore, NotThere, Stored, StoreUnavailable, Upload
from cms.storage.reconcile.findings import CHANGED, EXTRA, MISSING, STALE, UNVERIFIED, Finding, registered

PAGE = 2000  # rows in memory
NOT_SERVED = frozenset(Content.State.values) - SERVED
VERIFY_WITHIN = datetime.timedelta(days=8)  # all is read weekly
STALE_UPLOAD = datetime.timedelta(hours=24)
YOUNG = datetime.timedelta(hours=1)  # longer than any transaction: its row may be on its way
BY_HASH: dict[str, re.Pattern[str]] = {
    Role.MEDIA: re.compile(r"sha256/[0-9a-f]{2}/([0-9a-f]{64})"),
    Role.QUARANTINE: re.compile(r"quarantine/([0-9a-f]{64})"),
}
BAD, UNREAD = "Its bytes are not those that were put there.", "It could not be read."  # a row's error, once it is done
LOST = "said to be gone"  # why a row ended: somebody of the core team has said so
ARRIVED = Q(done_at__isnull=False) | Q(attempts__gt=0)  # what was never sent leaves nothing to speak of
Expected = tuple[str, dict[str, Any] | None]  # a key, and the row that asks for it; None: a note of the mirror's own


def todays_places() -> dict[str, str]:
    """{what the ledger calls it: its role} of the places to which the site writes now."""
    return {place(role).name: role for role in Role.values}


def survey() -> Iterator[Finding]:
    """Everything that is not as it should be. Raises StoreUnavailable when a place cannot be listed."""
    for role in Role.values:
        yield from compare_place(place(role))
    yield from contents_without_place()
    yield from names_without_content()
    yield from _mirror_is_current()
    for role in Role.values:
        yield from (_stale(place(role), upload) for upload in stale_uploads(place(role)))
    yield from registered()


def compare_place(store: FileStore) -> Iterator[Finding]:
    """The ledger's rows of one place beside its listing."""
    listed = ((key, size) for key, size in _in_order(store))
    for key, ours, size in _merged(_expected(store), listed):
        if ours is None:
            yield from _extra(store, key)
        elif size is None:
            yield from _missing(store, key, ours[0])
        elif ours[0] is not None:
            yield from _different(store, key, ours[0], size)


def _merged(
    expected: Iterable[Expected], listed: Iterable[tuple[str, int]]
) -> Iterator[tuple[str, list[dict[str, Any] | None] | None, int | None]]:
    """(key, [row] or None where the ledger has none, size or None where the place has none), in the order of bytes."""
    left = ((key.encode(), 0, row) for key, row in expected)
    right = ((key.encode(), 1, size) for key, size in listed)
    for key, group in groupby(heapq.merge(left, right, key=lambda one: one[:2]), key=lambda one: one[0]):
        ours: list[dict[str, Any] | None] | None = None
        size: int | None = None
        for _, side, value in group:
            if side == 0:
                ours = [cast("dict[str, Any] | None", value)]
            else:
                size = cast(int, value)
        yield key.decode(), ours, size


def _in_order(store: FileStore) -> Iterator[tuple[str, int]]:
    before = b""
    for key, size in store.keys(""):
        if key.encode() < before:
            raise StoreUnavailable(f"{store.name} does not list its keys in order: {key}")
        before = key.encode()
        yield key, size


def _expected(store: FileStore) -> Iterator[Expected]:
    """What the place is to hold or may hold, in the order of the keys' bytes."""
    rows = ((row["key"], row) for row in ledger(SyncObject.objects.filter(place=store.name)))
    if store.name != place(Role.MIRROR).name:
        return rows
    ended = SyncObject.objects.filter(place=store.name, ended_at__isnull=False, tombstone_at__isnull=False)
    tombstone = Concat(Value(mirror.ENDED), F("key"), Value(".json"))  # another order than that of the keys
    told = ((row["at"], None) for row in ledger(ended, tombstone))
    manifest = [(mirror.MANIFEST, None)] if SyncObject.objects.filter(place=store.name).exists() else []
    return heapq.merge(rows, told, manifest, key=lambda one: one[0].encode())


def ledger(rows: Any, key: Any = F("key")) -> Iterator[dict[str, Any]]:  # noqa: B008 - never changed
    """The rows by key (`at`), in the order of bytes, whatever order the database prefers; a page at a time."""
    ordered = rows.annotate(at=Collate(key, "C" if connection.vendor == "postgresql" else "BINARY")).order_by("at")
    fields = ("pk", "key", "at", "content_id", "done_at", "verified_at", "ended_at", "error")
    after = ""
    while page := list(
        ordered.filter(at__gt=after).values(*fields, sha256=F("content__sha256"), size=F("content__size"))[:PAGE]
    ):
        yield from page
        after = page[-1]["at"]


def _missing(store: FileStore, key: str, row: dict[str, Any] | None) -> Iterator[Finding]:
    if row is None:
        yield Finding(MISSING, key, "The mirror's own note is not there.", store.name)
        return
    if row["ended_at"] is not None:
        return
    now = SyncObject.objects.filter(pk=row["pk"], ended_at=None).values("done_at").first()
    if now is None:  # it ended meanwhile
        return
    if now["done_at"] is not None and store.holds(Stored(key, row["size"], row["sha256"])):
        return
    why = "It is not there any more." if now["done_at"] else "It was to be put there and is not there yet."
    yield Finding(MISSING, key, why, store.name, row["pk"], row["content_id"])


def _different(store: FileStore, key: str, row: dict[str, Any], size: int) -> Iterator[Finding]:
    if row["ended_at"] is not None or row["done_at"] is None:  # the bytes of what ended may stay
        return
    known = {"place": store.name, "row": row["pk"], "content": row["content_id"]}
    if size != row["size"]:
        yield Finding(CHANGED, key, f"It has {size:,} bytes instead of {row['size']:,}.", **known)
    elif row["error"] == BAD:
        yield Finding(CHANGED, key, BAD, **known)
    elif row["error"] == UNREAD:
        yield Finding(UNVERIFIED, key, UNREAD, **known)
    elif (row["verified_at"] or row["done_at"]) < clock.now() - VERIFY_WITHIN:
        yield Finding(UNVERIFIED, key, "It was not read for more than a week.", **known)


def _extra(store: FileStore, key: str) -> Iterator[Finding]:
    if SyncObject.objects.filter(place=store.name, key=key).exists():  # written down meanwhile
        return
    if store.name == place(Role.MIRROR).name and mirror.is_note(key):
        return
    if hash_in(store, key) and is_young(store, key):  # as a request that is not at its end leaves it
        return
    yield Finding(EXTRA, key, "The ledger knows nothing of it.", store.name)


def hash_in(store: FileStore, key: str) -> str:
    """The SHA-256 by which the site calls bytes so in this place; "" where it calls nothing so."""
    pattern = BY_HASH.get(todays_places().get(store.name, ""))
    found = pattern.fullmatch(key) if pattern else None
    return found[1] if found else ""


def is_young(store: FileStore, key: str) -> bool:
    """Whether its row may be on its way; so is what went at this moment. Raises StoreUnavailable."""
    stored_at = store.stored_at(key)
    return stored_at is None or stored_at > clock.now() - YOUNG


def contents_without_place() -> Iterator[Finding]:
    """Bytes that the site needs, of which nothing says that they are where it writes today."""
    for role, states in ((Role.MEDIA, SERVED), (Role.QUARANTINE, NOT_SERVED)):
        store = place(role)
        counts = Q(ended_at=None) | Q(end_reason=LOST)  # what somebody said to be gone is no longer looked for
        here = SyncObject.objects.filter(counts, place=store.name, content=OuterRef("pk"))
        needed = Content.objects.filter(~Exists(here), ~Q(_over()), released_at=None, state__in=states)
        for row in paged(needed.values("pk", "sha256", "state")):
            yield Finding(
                MISSING,
                belongs(row["sha256"], row["state"])[1],
                "The site writes to this place now, and these bytes are not in it.",
                store.name,
                content=row["pk"],
            )


def _over() -> Q:
    """Refused so long ago that its bytes were thrown away."""
    period = datetime.timedelta(days=settings.RETENTION_DAYS["quarantine"])
    return Q(state=Content.State.REFUSED, scanned_at__lt=clock.now() - period)


def names_without_content() -> Iterator[Finding]:
    """Documents, pictures, their sizes and covers that name a file of which the site knows nothing."""
    kept = Exists(KeptName.objects.filter(name=OuterRef("file")))
    image = get_image_model()
    before = FileSystemStorage(location=str(settings.MEDIA_ROOT))
    for model, title in ((get_document_model(), "title"), (image, "title"), (image.get_rendition_model(), "file")):
        label = str(model._meta.verbose_name)
        for row in paged(model._default_manager.exclude(kept).values("pk", "file", called=F(title))):
            name = row["file"] or ""
            if name and before.exists(name):
                why = f"{name} lies where files lay before, and is not taken over yet."
            else:
                why = f"There is no file {name}." if name else "It names no file."
            yield Finding(MISSING, f"{label} {row['pk']}: {row['called']}", why, name=name)
    covers = DocumentText.objects.exclude(cover="").exclude(Exists(KeptName.objects.filter(name=OuterRef("cover"))))
    for row in paged(covers.values("pk", "cover", "sha256")):
        yield Finding(MISSING, f"cover {row['cover']}", f"The picture of {row['sha256'][:12]}.", name=row["cover"])


def paged(rows: Any) -> Iterator[dict[str, Any]]:
    """Rows (values with "pk"), by key, a page at a time: what was mended meanwhile is not asked for again."""
    after = 0
    while page := list(rows.filter(pk__gt=after).order_by("pk")[:PAGE]):
        yield from page
        after = page[-1]["pk"]


def _mirror_is_current() -> Iterator[Finding]:
    """What is published is in the ledger, what is not has ended and says so, and the manifest is true."""
    store, wanted = place(Role.MIRROR), mirror.wanted_now()
    current = SyncObject.objects.filter(place=store.name, ended_at=None)
    known = set(current.values_list("key", flat=True))
    for key in sorted(wanted.keys() - known):
        yield Finding(MISSING, key, "It is published, and nobody has planned its copy.", store.name)
    for key in sorted(known - wanted.keys()):
        yield Finding(EXTRA, key, "It is no longer published, and the mirror does not say so yet.", store.name)
    ended = SyncObject.objects.filter(ARRIVED, place=store.name, ended_at__isnull=False, tombstone_at=None)
    for row in paged(ended.values("pk", "key")):
        why = "It ended, and the mirror does not say so yet."
        yield Finding(MISSING, mirror.tombstone_key(row["key"]), why, store.name)
    try:
        said = b"".join(store.read(mirror.MANIFEST))
    except NotThere:
        return  # found where the place was compared
    if said != mirror.manifest_of(store, wanted):
        yield Finding(CHANGED, mirror.MANIFEST, "It does not say what is current.", store.name)


def stale_uploads(store: FileStore) -> list[Upload]:
    """Uploads older than a day that no waiting row owns: a lost reply to the server's `create` leaves one behind."""
    owned = set(SyncObject.objects.exclude(upload_id="").filter(done_at=None).values_list("upload_id", flat=True))
    oldest = clock.now() - STALE_UPLOAD
    return [found for found in store.uploads() if found.upload_id not in owned and found.begun_at <= oldest]


def _stale(store: FileStore, upload: Upload) -> Finding:
    def stop() -> bool:
        store.abort(upload)
        return True

    why = f"It was begun {upload.begun_at:%Y-%m-%d %H:%M} and nobody goes on with it."
    return Finding(STALE, upload.key, why, store.name, mend=stop)
