"""A site's files move from where they are to where the settings of today put them. The site stays up meanwhile: what is
new is written to the new place, and what is not there yet is read from the old one. Nothing is deleted."""

import datetime
import logging
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum

from cms.core import clock
from cms.storage import adopting, mirror
from cms.storage.contents import MOVED, belongs
from cms.storage.models import Content, SyncObject
from cms.storage.places import Role, place, place_named
from cms.storage.ports import StoreUnavailable
from cms.storage.pushing import WAIT, Told, plan, push_waiting, waiting_rows

logger = logging.getLogger(__name__)
OWN = (Role.MEDIA, Role.QUARANTINE)  # the mirror is planned anew from what is published
TRIES = 10  # of one file, some hours in all; then it waits for a person


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the files that the site keeps: how many, and how many bytes, are where they are written today; and how many
    copies the mirror of today still waits for."""

    here: int
    bytes_here: int
    elsewhere: int
    bytes_elsewhere: int
    mirror_waits: int

    @property
    def is_done(self) -> bool:
        return not (self.elsewhere or self.mirror_waits)


def _kept() -> QuerySet[Any]:
    rows = SyncObject.objects.filter(content=OuterRef("pk"), role__in=OWN, ended_at=None)
    today = rows.filter(place__in=[place(role).name for role in OWN], done_at__isnull=False)
    found: QuerySet[Any] = Content.objects.annotate(is_here=Exists(today)).filter(Exists(rows))
    return found


def progress() -> Progress:
    here, elsewhere = _kept().filter(is_here=True), _kept().filter(is_here=False)
    mirror_waits = waiting_rows(role=Role.MIRROR).count()
    return Progress(here.count(), _bytes(here), elsewhere.count(), _bytes(elsewhere), mirror_waits)


def _bytes(contents: QuerySet[Any]) -> int:
    return int(contents.aggregate(total=Sum("size"))["total"] or 0)


def plan_move() -> int:
    """Write down everything that is kept elsewhere and belongs here; how many that is. Twice is harmless."""
    planned = 0
    for content in _kept().filter(is_here=False).order_by("pk").iterator():
        role, key = belongs(content.sha256, content.state)
        plan(role=role, key=key, content=content, source="move")
        planned += 1
    return planned


def move(*, seconds: float, told: Told | None = None) -> Progress:
    """Move for at most about `seconds`. May be stopped and begun again at any time, and run by several at once."""
    while adopting.adopt_files():
        pass
    plan_move()
    mirror.plan_mirror()
    push_waiting(seconds=seconds, told=told)
    mirror.tell_ends()
    mirror.write_manifest()
    found = progress()
    if found.is_done:
        _end_old_mirrors()
    return found


def _end_old_mirrors() -> None:
    """What a mirror of before has is no longer current, and its list says so where it can be reached. The copies stay,
    and are still a source of good bytes."""
    old = SyncObject.objects.filter(role=Role.MIRROR, ended_at=None).exclude(place=place(Role.MIRROR).name)
    names = set(old.order_by().values_list("place", flat=True))
    old.update(ended_at=clock.now(), end_reason=MOVED, upload_id="")
    for name in names:
        store = place_named(name)
        try:
            if store is not None:
                mirror.write_manifest(store)
        except StoreUnavailable as error:
            logger.warning("the list of the old mirror in %s stays as it is: %s", name, error)


def failed() -> QuerySet[SyncObject]:
    """What was tried and is to be tried again, the next first: `error`, and from `leased_until` on."""
    return waiting_rows().exclude(error="").order_by("leased_until", "pk")


def try_again() -> None:
    """What rests after a failure rests no more: whoever moves a site has just mended what was wrong."""
    failed().update(leased_until=None)


def pause() -> float | None:
    """Seconds until there is something to do again: what failed is left alone for a while, and so is a store that is
    away. None where nothing is left, or only what failed TRIES times."""
    free, due = Count("pk", filter=Q(leased_until=None)), Min("leased_until")
    # in one question: the site's own workers bring rows to their end meanwhile
    left = waiting_rows().filter(attempts__lt=TRIES).aggregate(free=free, due=due)
    if left["free"]:  # given back, since the store failed
        return WAIT.total_seconds()
    if left["due"] is None:
        return None
    rest: datetime.timedelta = left["due"] - clock.now()
    return max(1.0, rest.total_seconds())


def forget_elsewhere() -> int:
    """The old places no longer count, for what is here: their rows end, their bytes stay for the operator to remove."""
    today = [place(role).name for role in OWN]
    here = SyncObject.objects.filter(content=OuterRef("content"), place__in=today, done_at__isnull=False, ended_at=None)
    old = SyncObject.objects.filter(Exists(here), role__in=OWN, ended_at=None).exclude(place__in=today)
    return int(old.update(ended_at=clock.now(), end_reason=MOVED))
