"""Bytes that nothing names any more go, after a period, from every place that the site can reach; with them the text
that was read from them. Who needs it sooner, because a file held somebody's data by mistake, asks for it.

In three steps, so that no transaction waits for a store and a kill loses nothing: the rows end and are leased, while
nobody puts the same bytes there; the bytes go; the rows go. What stopped half-way is gone on with by the next job.
"""

import datetime
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from cms.audit import services as audit
from cms.core import clock, policy
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import SYSTEM, Requester
from cms.storage.contents import MOVED, OVER, REMOVED, release, release_unnamed
from cms.storage.models import Content, DocumentText, SyncObject
from cms.storage.permissions import EXPUNGE
from cms.storage.places import Role, place, place_named
from cms.storage.ports import FileStore, StoreUnavailable
from cms.storage.pushing import LEASE

logger = logging.getLogger(__name__)
OWN = (Role.MEDIA, Role.QUARANTINE)
SECONDS = 60.0  # of one job; what is left waits for the next
FAILURES = 3  # in a row, after which the store is left alone until the next job
BEGUN = "It is not gone everywhere yet: a place does not answer. It is tried again every hour until it is gone."
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where some bytes are. `forgotten`: the site moved away from there, and today's settings do not reach it; `away`:
    nor do they reach it, although it still counts."""

    near: list[tuple[SyncObject, FileStore]]
    forgotten: list[SyncObject]
    away: list[SyncObject]


def _sorted(rows: Iterable[SyncObject]) -> _Places:
    found = _Places([], [], [])
    for row in rows:
        store = place_named(row.place)
        if store is not None:
            found.near.append((row, store))
        else:
            (found.forgotten if row.end_reason == MOVED else found.away).append(row)
    return found


def expunge_released(before: datetime.datetime, *, seconds: float = SECONDS) -> int:
    """What nothing has named since before a moment; how many contents that were. Removals that were asked for and
    stopped half-way come first. A store that is away is asked again by the next job."""
    _go_on_removing(seconds)
    rows = _unneeded(Content.objects.filter(_still_here(), released_at__lt=before, names=None), held=True)
    return _each(rows.order_by("pk").values_list("pk", flat=True), _expunge, seconds)


def expunge_quarantine(before: datetime.datetime, *, seconds: float = SECONDS) -> int:
    """What was refused before a moment, and what was found clean and left quarantine; and at once what was served until
    something was found in it, as soon as quarantine has it, from the mirror too. The rows that tell of it stay."""
    refused = Q(content__state=Content.State.REFUSED)
    over = refused & Q(content__scanned_at__lt=before) | Q(ended_at__lt=before)
    safe = SyncObject.objects.filter(role=Role.QUARANTINE, content=OuterRef("content"), done_at__isnull=False)
    withheld = Q(role=Role.MIRROR, tombstone_at__isnull=False) & ~Q(end_reason=REMOVED)
    own = Q(role=Role.MEDIA)
    rows = SyncObject.objects.filter(Q(over, role=Role.QUARANTINE) | Q(own | withheld, refused, Exists(safe)))

    def drop(pk: int, forgotten: set[str]) -> bool:
        with transaction.atomic(durable=True):
            # whoever finds at this moment that it was a false alarm comes first, or finds that the bytes are going
            Content.objects.select_for_update(of=("self",)).filter(objects_kept=pk).first()
            found = _sorted(rows.filter(pk=pk))
            in_mirror = any(row.role == Role.MIRROR for row, _ in found.near)  # its row stays, and says that it is gone
            _begin(found, REMOVED if in_mirror else OVER)
        return _take_away(found, forgotten) and bool(found.near or found.forgotten)

    return _each(rows.order_by("pk").values_list("pk", flat=True), drop, seconds)


def _each(
    keys: Iterable[int], do: Callable[[int, set[str]], bool], seconds: float, why: str = "after their period"
) -> int:
    """`do(key, forgotten)`: whether it went; it adds the places that nobody could ask."""
    until, done, in_a_row = time.monotonic() + seconds, 0, 0
    forgotten: set[str] = set()
    for pk in list(keys):
        if time.monotonic() > until or in_a_row >= FAILURES:
            break
        try:
            done += do(pk, forgotten)
            in_a_row = 0
        except StoreUnavailable as error:
            in_a_row += 1
            logger.warning("bytes that are over stay for now: %s", error)
    if done:
        audit.record(SYSTEM, "files.expunged", label=f"{done} {why}{_but_not(forgotten)}"[:250])
    return done


def _but_not(forgotten: set[str]) -> str:
    return f", but not from {', '.join(sorted(forgotten))}" if forgotten else ""


def _expunge(pk: int, forgotten: set[str]) -> bool:
    """False where something names them again, a copy of them is under way, one of their places cannot be reached, or
    they went before.
    Under the content's lock: who stores the same bytes comes first, or finds that they are going."""
    with transaction.atomic(durable=True):
        over = Content.objects.filter(_still_here(), pk=pk, released_at__isnull=False, names=None)
        content = over.select_for_update(of=("self",)).first()
        if content is None:
            return False
        rows = SyncObject.objects.filter(content=content, role__in=OWN)
        if rows.filter(_under_way()).exists():
            return False
        found = _sorted(rows)
        _begin(found, OVER)
        _forget_text(content.sha256)
    _take_away(found, forgotten)
    return not found.away and _drop_unneeded(pk)


def _still_here() -> Q:
    """Something of it can go: a copy of the site's own, or the content's row. The mirror's row alone keeps that one."""
    rows = SyncObject.objects.filter(content=OuterRef("pk"))
    return Exists(rows.filter(role__in=OWN)) | ~Exists(rows)


def drop_new(pk: int) -> None:
    """Bytes that came a moment ago and were not taken after all go at once, unless something names them by now. Where
    the store is away they stay for their period."""
    release_unnamed(pk)
    if _unneeded(Content.objects.filter(pk=pk, names=None), held=True).exists():
        try:
            _expunge(pk, set())
        except StoreUnavailable as error:
            logger.warning("bytes that were not taken stay for their period: %s", error)


def _under_way() -> Q:
    """A worker is sending it, though it may have ended meanwhile; or rests from a failure, for so long at most."""
    now = clock.now()
    return Q(done_at=None, leased_until__gt=now, leased_until__lte=now + 2 * LEASE)


def _begin(found: _Places, why: str) -> None:
    """From now on they do not count, and while they are leased nobody puts the same bytes there; committed before any
    byte goes."""
    rows = SyncObject.objects.filter(pk__in=[row.pk for row, _ in found.near])
    now = clock.now()
    rows.update(ended_at=Coalesce("ended_at", now), end_reason=why, leased_until=now + LEASE, verified_at=None)


def _take_away(found: _Places, forgotten: set[str]) -> bool:
    """The bytes, outside of any transaction; then the rows. The mirror's stay: they tell whoever follows it of the end.
    False where there is a place that cannot be asked. Raises StoreUnavailable."""
    for row, store in found.near:
        if row.upload_id:
            for upload in store.uploads():
                if upload.key == row.key:
                    store.abort(upload)
        store.delete(row.key)
    for row in found.away:
        logger.warning("%s is in %s, which the settings of today do not reach", row.key, row.place)
    forgotten.update(row.place for row in found.forgotten)
    gone = [row.pk for row, _ in found.near] + [row.pk for row in found.forgotten]
    with transaction.atomic():
        rows = SyncObject.objects.filter(pk__in=gone, ended_at__isnull=False)
        rows.filter(role=Role.MIRROR).update(leased_until=None, upload_id="")
        rows.exclude(role=Role.MIRROR).delete()
    return not found.away


def _drop_unneeded(pk: int) -> bool:
    """The content's own row, unless something came meanwhile; what was published once leaves a word in the mirror."""
    with transaction.atomic():
        gone = Content.objects.filter(pk=pk, released_at__isnull=False, names=None)
        if gone.select_for_update(of=("self",)).first() is None:
            return False
        if not SyncObject.objects.filter(content=pk).exists():
            gone.delete()
    return True


def _forget_text(sha256: str) -> None:
    for text in DocumentText.objects.filter(sha256=sha256):
        if text.cover:
            release(text.cover)
        text.delete()


def release_orphans() -> int:
    """Bytes that nothing names and nothing refers to begin their period; how many began it. A day old at least: what
    names them may be on its way."""
    rows = Content.objects.filter(names=None, released_at=None, first_at__lt=clock.now() - DAY)
    return int(_unneeded(rows, held=False).update(released_at=clock.now()))


def _unneeded(rows: QuerySet[Content], *, held: bool) -> QuerySet[Content]:
    """Those to which no row refers, whichever app it is of; `held`: no row that cannot do without. Where they lie does
    not count, but for what is published."""
    for relation in Content._meta.related_objects:
        model = relation.related_model
        if held and getattr(relation, "on_delete", None) in (models.SET_NULL, models.CASCADE):
            continue
        needed = model._default_manager.filter(**{relation.field.name: OuterRef("pk")})  # type: ignore[union-attr]
        if model is SyncObject:
            needed = needed.filter(role=Role.MIRROR, place=place(Role.MIRROR).name, ended_at=None)
        rows = rows.exclude(Exists(needed))
    return rows


def expunge_now(*, by: Requester, content_id: int, why: str) -> list[str]:
    """The bytes go at once, from the mirror too, and the text that was read from them: for a file that held somebody's
    data by mistake. Answers the places that the site moved away from and does not reach any more: an operator empties
    those. Raises Forbidden; BadInput without a reason; NotFound; Conflict while something still names the
    file, a copy of it is under way, or one of its places cannot be reached, and where a place did not answer: then it
    has begun, and the hourly job goes on with it."""
    if not policy.may(by, EXPUNGE):
        raise Forbidden("Only the core team removes files for good.")
    if not why.strip():
        raise BadInput("Say why, in a few words. It goes into the audit trail.")
    with transaction.atomic(durable=True):
        content = Content.objects.select_for_update().filter(pk=content_id).first()
        if content is None:
            raise NotFound("These bytes are gone already.")
        if named := list(content.names.values_list("name", flat=True)[:3]):
            raise Conflict(f"Delete or replace what still shows it first: {', '.join(named)}.")
        rows = SyncObject.objects.filter(content=content)
        found = _sorted(rows.select_for_update())
        if found.away:
            raise Conflict(f"It is also in {found.away[0].place}, which the settings of today do not reach.")
        if rows.filter(_under_way()).exists():
            raise Conflict("A copy of it is being made at this moment. Try again in a few minutes.")
        _begin(found, REMOVED)
        _forget_text(content.sha256)
        Content.objects.filter(pk=content.pk, released_at=None).update(released_at=clock.now())
        forgotten = {row.place for row in found.forgotten}
        label = f"{content.sha256[:12]}{_but_not(forgotten)}: {why.strip()}"
        audit.record(by, "file.expunged", label=label[:250])
    try:
        _take_away(found, set())
    except StoreUnavailable as error:
        raise Conflict(f"{BEGUN} ({error})") from error
    _drop_unneeded(content_id)
    return sorted(forgotten)


def _go_on_removing(seconds: float) -> None:
    """With removals that were begun, and whose bytes are not known to be gone."""
    due = SyncObject.objects.filter(end_reason=REMOVED, ended_at__isnull=False, leased_until__lt=clock.now())
    due = due.filter(Q(role=Role.MIRROR) | Q(content__released_at__isnull=False))

    def go_on(pk: int, forgotten: set[str]) -> bool:
        with transaction.atomic(durable=True):
            Content.objects.select_for_update().filter(pk=pk).first()
            found = _sorted(due.filter(content=pk))
            _begin(found, REMOVED)
        return _take_away(found, forgotten) and _drop_unneeded(pk)

    _each(
        due.order_by("content").values_list("content", flat=True).distinct(), go_on, seconds, "that were being removed"
    )


def kept() -> QuerySet[Any]:
    """What nothing names any more, and whose bytes lie somewhere. `goes`: by itself; what is in the mirror alone stays
    there until somebody removes it."""
    rows = SyncObject.objects.filter(content=OuterRef("pk"))
    own = Exists(rows.filter(role__in=OWN))
    mirrored = rows.filter(role=Role.MIRROR, done_at__isnull=False)
    copies = Exists(mirrored.exclude(end_reason=REMOVED, leased_until=None))
    released = Content.objects.filter(own | copies, released_at__isnull=False, names=None)
    found: QuerySet[Any] = released.annotate(goes=own)
    return found


def kept_until(content: Content) -> datetime.date | None:
    """The day on which the site's own copies of the bytes go; None while something names them."""
    if content.released_at is None:
        return None
    period = datetime.timedelta(days=settings.RETENTION_DAYS["file_bytes"])
    return (content.released_at + period).astimezone(clock.LONDON).date()
