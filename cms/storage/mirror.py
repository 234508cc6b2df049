"""The mirror: a copy of what is published, for archives and for who picks it up. Exactly what is current, and a word
about each thing that ended.

The apps above say what is published (`register_published`). The planner compares that with the ledger: what is new is
written down for `pushing`, what is gone gets an end and a tombstone beside its bytes, which stay. `manifest.json` comes
last, so whoever follows it finds every key that it names. Neither it nor a tombstone has a row of the ledger:
`is_note` tells them from copies.
"""

import datetime
import io
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from cms.core import clock, content_version
from cms.storage.audience import Collections
from cms.storage.files import digest
from cms.storage.models import SERVED, Content, KeptName, SyncObject
from cms.storage.names import safe_name
from cms.storage.places import place
from cms.storage.ports import FileStore, NotThere, Stored

logger = logging.getLogger(__name__)
Role = SyncObject.Role
ENDED, MANIFEST = "ended/", "manifest.json"
FORMAT = 1
AUDIENCES = ("public", "members", "parties", "restricted")  # the widest first
EVERY = datetime.timedelta(minutes=10)  # planned again even where nothing that is watched changed
BATCH = 500
SEEN, SAID = "mirror-planned-for", "mirror-said"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One published thing. `source` says what it is a copy of ("document:42", "register:isps.csv"), `kind` what it is
    published as ("page file", "agreement", "event paper", "register"), `audience` who may read it on the site."""

    key: str
    content_id: int
    source: str
    kind: str
    since: datetime.date | None
    audience: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A document that something published shows, since when, and to whom."""

    document: Any
    kind: str
    since: datetime.date | None
    audience: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What one comparison changed in the ledger: counts of rows."""

    new: int = 0
    back: int = 0
    ended: int = 0


_published: dict[str, Callable[[], Iterable[Wanted]]] = {}


def register_published(name: str, wanted: Callable[[], Iterable[Wanted]]) -> None:
    """Once, in AppConfig.ready: `wanted()` gives everything of one sort that is published at this moment."""
    _published[name] = wanted


def document_key(document: Any, sha256: str) -> str:
    """Below the document's number and the hash: a file that changes is a new key."""
    return f"doc/{document.pk}/{sha256}/{safe_name(document.file.name)}"


def of_documents(shown: Iterable[Shown]) -> list[Wanted]:
    """As the mirror wants them; what a collection closes to some is for those alone whom it lets in. A document whose
    file is not kept by content yet comes when it is."""
    rows, collections = list(shown), Collections()
    names = {one.document.file.name for one in rows}
    kept = KeptName.objects.filter(name__in=names).values_list("name", "content_id", "content__sha256")
    contents = {name: (content, sha256) for name, content, sha256 in kept}
    wanted = []
    for one in rows:
        if one.document.file.name not in contents:
            continue
        content, sha256 = contents[one.document.file.name]
        everybody = frozenset({"members"})  # the narrower of the two that a collection could close
        closed = collections.audience(one.document, everybody) != everybody
        audience = "restricted" if closed else one.audience
        key, source = document_key(one.document, sha256), f"document:{one.document.pk}"
        wanted.append(Wanted(key, content, source, one.kind, one.since, audience))
    return wanted


def tombstone_key(key: str) -> str:
    return f"{ENDED}{key}.json"


def is_note(key: str) -> bool:
    """Whether the key is of the mirror's own notes, which no row of the ledger names."""
    return key == MANIFEST or key.startswith(ENDED)


def wanted_now() -> dict[str, Wanted]:
    """{key: what is published}, each once, for its widest audience; only of what may be served at all."""
    found: dict[str, Wanted] = {}
    for published in _published.values():
        for one in published():
            known = found.get(one.key)
            if known is None or AUDIENCES.index(one.audience) < AUDIENCES.index(known.audience):
                found[one.key] = one
    served = set(
        Content.objects.filter(state__in=SERVED, pk__in={one.content_id for one in found.values()}).values_list(
            "pk", flat=True
        )
    )
    return {key: one for key, one in found.items() if one.content_id in served}


def plan_mirror() -> Planned:
    """Wanted minus ledger is written down, ledger minus wanted is ended. Two at once are harmless: keys are unique,
    and each row is changed under the condition that it still is as it was seen."""
    wanted, here = wanted_now(), place(Role.MIRROR).name
    rows = SyncObject.objects.filter(role=Role.MIRROR, place=here)
    known = dict(rows.order_by().values_list("key", "ended_at"))
    now = clock.now()
    new = [one for key, one in wanted.items() if key not in known]
    back = [key for key in wanted if known.get(key) is not None]
    gone = [key for key, ended_at in known.items() if ended_at is None and key not in wanted]
    with transaction.atomic():
        made = [
            SyncObject(
                role=Role.MIRROR,
                place=here,
                key=one.key,
                content_id=one.content_id,
                source=one.source[:200],
                created_at=now,
            )
            for one in new
        ]
        SyncObject.objects.bulk_create(made, ignore_conflicts=True, batch_size=BATCH)
        ended = 0
        for key, why in _why(rows.filter(key__in=gone) if gone else rows.none(), wanted):
            ended += rows.filter(key=key, ended_at=None).update(ended_at=now, end_reason=why, upload_id="")
        returned = 0
        for key in back:
            # attempts 1, not 0: its bytes are there most likely, so the store is asked before they are sent again.
            # A tombstone stands until it is superseded (`tell_ends`), also one whose writer was killed before its date.
            gone_before = rows.filter(key=key, ended_at__isnull=False)
            again = {"ended_at": None, "end_reason": "", "done_at": None, "attempts": 1, "leased_until": None}
            returned += gone_before.update(tombstone_at=Coalesce("tombstone_at", now), **again)
    return Planned(len(made), returned, ended)


def _why(rows: Any, wanted: dict[str, Wanted]) -> list[tuple[str, str]]:
    """[(key, why it ended)], in words for whoever reads the tombstone."""
    replaced = {one.source: one.key for one in wanted.values()}
    found = []
    for key, source, state in rows.values_list("key", "source", "content__state"):
        if state not in SERVED:
            why = "It is withheld: " + Content.State(state).label + "."
        elif source in replaced:
            why = f"A newer file took its place: {replaced[source]}"
        else:
            why = "It is no longer published."
        found.append((key, why[:200]))
    return found


def tell_ends() -> int:
    """Tombstones of what ended, and a correction of those whose thing came back. Returns how many were written. Raises
    StoreUnavailable."""
    store = place(Role.MIRROR)
    rows = SyncObject.objects.filter(role=Role.MIRROR, place=store.name).select_related("content")
    arrived = Q(done_at__isnull=False) | Q(attempts__gt=0)  # what was never sent left nothing to speak of
    told = 0
    for row in rows.filter(arrived, ended_at__isnull=False, tombstone_at=None).order_by("pk"):
        said = {
            "key": row.key,
            "sha256": row.content.sha256,
            "size": row.content.size,
            "ended_at": _moment(row.ended_at),
            "why": row.end_reason,
        }
        _write(store, tombstone_key(row.key), said)
        if rows.filter(pk=row.pk, ended_at=row.ended_at).update(tombstone_at=clock.now()):
            told += 1
        else:  # it came back meanwhile, so what was just written is to be corrected
            rows.filter(pk=row.pk, ended_at=None).update(tombstone_at=clock.now())
    for row in rows.filter(done_at__isnull=False, ended_at=None, tombstone_at__isnull=False).order_by("pk"):
        said = _read(store, tombstone_key(row.key))
        if said:
            _write(store, tombstone_key(row.key), {**said, "current_again_at": _moment(row.done_at)})
        told += rows.filter(pk=row.pk, ended_at=None).update(tombstone_at=None)
    return told


def manifest_of(store: FileStore, wanted: dict[str, Wanted]) -> bytes:
    """{"format", "site", "objects": [{"key", "sha256", "size", "kind", "since", "audience"}]}: what is published and in
    the mirror, by key. No time of writing in it: the same state is the same bytes. A mirror of before has nothing that
    is current, and "moved_to" names the one of today."""
    rows = SyncObject.objects.filter(
        role=Role.MIRROR, place=store.name, done_at__isnull=False, ended_at=None, content__state__in=SERVED
    )
    objects: list[dict[str, Any]] = [
        {
            "key": key,
            "sha256": sha256,
            "size": size,
            "kind": wanted[key].kind,
            "since": _moment(wanted[key].since),
            "audience": wanted[key].audience,
        }
        for key, sha256, size in sorted(rows.values_list("key", "content__sha256", "content__size"))
        if key in wanted
    ]
    today = place(Role.MIRROR).name
    moved = {} if store.name == today else {"moved_to": today}
    return _bytes({"format": FORMAT, "site": settings.FRONTEND_ORIGIN, "objects": objects} | moved)


def write_manifest(store: FileStore | None = None) -> bool:
    """Whether it had to be written, into today's mirror unless another is named. Raises StoreUnavailable."""
    store = store or place(Role.MIRROR)
    content = manifest_of(store, wanted_now())
    try:
        if b"".join(store.read(MANIFEST)) == content:
            return False
    except NotThere:
        pass
    _put(store, MANIFEST, content)
    return True


def keep_mirror() -> None:
    """Every minute: plan, where what is published may have changed; then say what ended and what is current. What is to
    be sent is sent by the pusher's own tick. Raises StoreUnavailable."""
    version = content_version.current()
    due = f"{version} {int(clock.now().timestamp() // EVERY.total_seconds())}"
    if cache.get(SEEN) != due:
        planned = plan_mirror()
        logger.info("mirror: %s new, %s back, %s ended", planned.new, planned.back, planned.ended)
        cache.set(SEEN, due, int(EVERY.total_seconds()))
    rows = SyncObject.objects.filter(role=Role.MIRROR, place=place(Role.MIRROR).name)
    state = f"{due} {rows.filter(done_at__isnull=False, ended_at=None).count()}"
    told = tell_ends()
    if told or cache.get(SAID) != state:
        write_manifest()
        cache.set(SAID, state, int(EVERY.total_seconds()))


def _moment(at: datetime.date | None) -> str | None:
    """A day as a day, a moment in UTC."""
    if isinstance(at, datetime.datetime):
        return at.astimezone(datetime.UTC).isoformat(timespec="seconds")
    return None if at is None else at.isoformat()


def _bytes(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _read(store: FileStore, key: str) -> dict[str, Any]:
    try:
        found = json.loads(b"".join(store.read(key)))
    except (NotThere, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(store: FileStore, key: str, value: dict[str, Any]) -> None:
    _put(store, key, _bytes(value))


def _put(store: FileStore, key: str, content: bytes) -> None:
    sha256, size = digest(io.BytesIO(content))
    store.put(Stored(key, size, sha256), io.BytesIO(content))
