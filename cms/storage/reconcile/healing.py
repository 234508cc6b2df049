"""What can be put right without asking anybody: put again from where good bytes are, push what waits, take over what
lies there without a row. Nothing is ever deleted."""

import logging
import re
import time
from collections.abc import Callable

from django.db import transaction

from cms.core import clock
from cms.storage import adopting, mirror, pushing, scanning
from cms.storage.contents import belongs, places_of
from cms.storage.kinds import kind_of
from cms.storage.models import SERVED, Content, SyncObject
from cms.storage.places import Role, place_named
from cms.storage.ports import FileStore, StoreUnavailable
from cms.storage.reconcile.findings import EXTRA, MISSING, UNVERIFIED, Finding
from cms.storage.reconcile.survey import hash_in, is_young, todays_places
from cms.storage.reconcile.verifying import hash_of, verify_row

logger = logging.getLogger(__name__)
BEFORE = re.compile(r"doc/\d+/([0-9a-f]{64})/[^/]+")  # the copies of a release that kept the originals on a disk
FOUND_HERE = "found in the store without a row"
COPY_FROM_BEFORE = "a copy from before files were kept by content"


def work_off(seconds: float, still: Callable[[], None] = lambda: None) -> list[str]:
    """What is to be done anyway is done before anything counts as wrong. Words for what that was. `still` is called
    from time to time. Raises StoreUnavailable."""
    told, until, taken = [], time.monotonic() + seconds, 0
    while time.monotonic() < until and (some := adopting.adopt_files()):
        taken += some
        still()
    if taken:
        told.append(f"{taken} files from before were taken over")
    planned = mirror.plan_mirror()
    if planned.new or planned.back or planned.ended:
        told.append(f"the mirror was planned: {planned.new} new, {planned.back} back, {planned.ended} ended")
    if pushed := pushing.push_waiting(seconds=seconds, told=lambda _: still()).done:
        told.append(f"{pushed} files that waited were copied")
    if notes := mirror.tell_ends():
        told.append(f"{notes} notes were written in the mirror")
    if mirror.write_manifest():
        told.append("the mirror’s list was written anew")
    return told


def mend(finding: Finding) -> bool:
    """Whether it is as it should be now. A place that does not answer leaves it as it is."""
    try:
        return _mend(finding)
    except OSError as error:  # StoreUnavailable is one
        logger.warning("%s %s was not mended: %s", finding.kind, finding.what, error)
        return False


def _mend(finding: Finding) -> bool:
    if finding.mend is not None:
        return finding.mend()
    store = place_named(finding.place)
    if store is None:
        return False
    if finding.kind == EXTRA:
        return take_in(store, finding.what)
    row = row_of(finding)
    if row is None:
        return False
    if finding.kind == UNVERIFIED and verify_row(row):
        return True
    return put_again(row)


def row_of(finding: Finding) -> SyncObject | None:
    """The ledger's row; written down now where the bytes have none in this place yet."""
    rows = SyncObject.objects.select_related("content")
    if finding.row is not None:
        return rows.filter(pk=finding.row, ended_at=None).first()
    if finding.kind != MISSING or finding.content is None:
        return None
    content = Content.objects.filter(pk=finding.content).first()
    return plan_here(content) if content is not None else None


def plan_here(content: Content) -> SyncObject:
    """The row of these bytes in the place to which the site writes them today."""
    role, key = belongs(content.sha256, content.state)
    return pushing.plan(role=role, key=key, content=content, source="mended")


def put_again(row: SyncObject, sources: pushing.Sources | None = None) -> bool:
    """Over whatever lies there, from the first source whose bytes are good; read back before it counts."""
    store = place_named(row.place)
    if store is None:
        return False
    try:
        pushing.copy_from_first(row, store, places_of(row.content) if sources is None else sources)
    except OSError as error:
        logger.info("%s is not to be had: %s", row.key, error)
        return False
    return note_good(row, store)


def note_good(row: SyncObject, store: FileStore) -> bool:
    """Read it back: only the bytes themselves say that they are there. Raises StoreUnavailable."""
    if hash_of(store, row.key) != row.content.sha256:
        return False
    now = clock.now()
    values = {"done_at": row.done_at or now, "verified_at": now, "leased_until": None, "upload_id": "", "error": ""}
    if SyncObject.objects.filter(pk=row.pk, ended_at=None).update(**values):
        return True
    pushing.take_back([row])
    return False


def take_in(store: FileStore, key: str) -> bool:
    """Bytes without a row get one, as released: they end by the period, like everything that nothing names.

    Only what lies under its own hash, is old enough that no row of it can be on its way, and may lie there. A copy from
    before files were kept by content is written down as ended: its bytes go with the content.
    """
    role = todays_places().get(store.name, "")
    if is_young(store, key):
        return False
    if role == Role.MIRROR:
        return _take_into_mirror(store, key)
    before = BEFORE.fullmatch(key) if role == Role.MEDIA else None
    said = before[1] if before else hash_in(store, key)
    if not said or hash_of(store, key) != said:
        return False
    known = Content.objects.filter(sha256=said).first()
    if known is None:
        known = _new_content(store, key, said, role)
    if known is None or (role == Role.MEDIA and not before and known.state not in SERVED):
        return False
    _write_down(store, key, role, known, ended=COPY_FROM_BEFORE if before else "")
    return True


def _new_content(store: FileStore, key: str, sha256: str, role: str) -> Content | None:
    """None for what the scanner does not pass: a person looks at it."""
    size = sum(len(piece) for piece in store.read(key))
    with store.open(key, size) as file:
        kind = kind_of(file, key)
        file.seek(0)
        verdict = scanning.verdict_of(file, sha256=sha256)
    states = {"clean": Content.State.CLEAN, "off": Content.State.NOT_SCANNED}
    state = states.get(verdict.outcome) if role == Role.MEDIA else Content.State.WAITING
    if state is None:
        return None
    now = clock.now()
    values = {"size": size, "kind": kind, "state": state, "note": FOUND_HERE, "first_at": now, "released_at": now}
    content, _ = Content.objects.get_or_create(sha256=sha256, defaults=values)
    return content


def _take_into_mirror(store: FileStore, key: str) -> bool:
    """A copy that nobody knows of, of bytes that the site knows: written down as ended, so that the mirror says so."""
    known = Content.objects.filter(sha256=hash_of(store, key)).first()
    if known is None:
        return False
    _write_down(store, key, Role.MIRROR, known, ended="It was there without being published.")
    return bool(mirror.tell_ends())


def _write_down(store: FileStore, key: str, role: str, content: Content, *, ended: str) -> None:
    now = clock.now()
    values = {"role": role, "content": content, "created_at": now, "done_at": now, "verified_at": now}
    values |= {"source": FOUND_HERE, "ended_at": now if ended else None, "end_reason": ended}
    with transaction.atomic():
        SyncObject.objects.get_or_create(place=store.name, key=key, defaults=values)


def reachable(name: str) -> FileStore:
    """Raises StoreUnavailable for a place that the settings of today do not reach."""
    store = place_named(name)
    if store is None:
        raise StoreUnavailable(f"The settings of today do not reach {name}.")
    return store
