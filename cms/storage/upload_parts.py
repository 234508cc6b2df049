"""Files that arrive in pieces: what is here of each lies in a file of this machine until the last piece has come.

A piece counts once its row says so, and the row says so in the transaction that wrote the piece to the disk: whatever
is cut off, the sender asks how far it came and goes on from there. The whole file then takes the way of every other.
"""

import contextlib
import datetime
import errno
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from cms.core import clock
from cms.core.errors import BadInput, Conflict, NotFound, RateLimited
from cms.core.requester import Requester
from cms.storage import uploads
from cms.storage.models import UploadedFile, UploadPart, UploadTicket
from cms.storage.uploads import TOO_LARGE, TOO_MANY, TOO_MUCH, Limits, Purpose
from cms.storage.uploads_content import clean_name

PIECE = 1 << 20  # bytes, at most
NUMBERS = 999  # of files with one ticket, taken or not
ON_THE_WAY = 1 << 30  # announced bytes of one person that are not all here yet
LONGEST = datetime.timedelta(days=1)  # as long as pieces come, an address lives on, and no longer than this
GONE = "This address was used already, or has expired."


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one file came: bytes that are here, of how many (None: not begun), and whether it is settled."""

    arrived: int
    size: int | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a file from `offset` on. Name and size are the whole file's, as the sender says."""

    name: str
    size: int
    offset: int
    data: bytes


def standing_of(*, by: Requester, ticket: UploadTicket, number: int) -> Standing:
    """Where to go on. Raises NotFound where the ticket is not the caller's, BadInput where it was used or expired."""
    _purpose(by, ticket, number)
    if (row := UploadedFile.objects.filter(ticket=ticket, number=number).first()) is not None:
        return Standing(row.size, row.size, settled=True)
    part = UploadPart.objects.filter(ticket=ticket, number=number).first()
    return Standing(_here(part), part.size) if part is not None else Standing(0)


def add_piece(*, by: Requester, ticket: UploadTicket, number: int, piece: Piece) -> Standing:
    """Keep a piece; with the last one the whole file is checked and taken, or refused, as any other.

    A file beyond the ticket's limits is settled at once, and the sender is told why with the rest. Raises Conflict with
    `arrived` where the piece does not begin where the last one ended, BadInput, NotFound, RateLimited; OSError where
    the disk is full.
    """
    purpose = _purpose(by, ticket, number)
    if UploadedFile.objects.filter(ticket=ticket, number=number).exists():
        return Standing(piece.size, piece.size, settled=True)
    if len(piece.data) > PIECE or piece.offset + len(piece.data) > piece.size:
        raise BadInput("A piece is a megabyte at most, and none goes beyond the end of its file.")
    part = UploadPart.objects.filter(ticket=ticket, number=number).first()
    if part is None:
        part = _begin(by, ticket, number, piece, purpose.limits)
        if part is None:
            return Standing(0, piece.size, settled=True)
    if part.size != piece.size:
        raise BadInput("Another file was begun under this number.")
    arrived = _write(part, piece)
    if arrived < part.size:
        return Standing(arrived, part.size)
    with _path(part).open("rb") as file:
        uploads.take(by=by, ticket=ticket, number=number, name=part.name, content=file)
    _drop(part)
    return Standing(arrived, part.size, settled=True)


def _purpose(by: Requester, ticket: UploadTicket, number: int) -> Purpose:
    purpose = uploads.purpose_for(by=by, ticket=ticket)
    if not 1 <= number <= NUMBERS:
        raise NotFound("There is nothing at this address.")
    if not uploads.is_open(ticket):
        raise BadInput(GONE)
    return purpose


def _too_much(ticket: UploadTicket, size: int, limits: Limits, number: int) -> str | None:
    if number > limits.files:
        return TOO_MANY.format(count=limits.files)
    if size > limits.file_bytes:
        return TOO_LARGE.format(size=limits.file_bytes >> 20)
    settled = UploadedFile.objects.filter(ticket=ticket).aggregate(size=Sum("size"))["size"] or 0  # refused ones too
    coming = UploadPart.objects.filter(ticket=ticket).aggregate(size=Sum("size"))["size"] or 0
    return TOO_MUCH.format(size=limits.total_bytes >> 20) if settled + coming + size > limits.total_bytes else None


@transaction.atomic
def _begin(by: Requester, ticket: UploadTicket, number: int, piece: Piece, limits: Limits) -> UploadPart | None:
    """None for a file beyond the ticket's limits. Under the lock of all that the person may send with: however much is
    announced at once, it counts together."""
    own = UploadTicket.objects.filter(user=by.user_id, used_at=None, expires_at__gt=clock.now())
    list(own.select_for_update().order_by("pk").values_list("pk"))
    if (reason := _too_much(ticket, piece.size, limits, number)) is not None:
        uploads.note_refused(ticket, number, piece.name, reason)
        return None
    coming = UploadPart.objects.filter(ticket__user=by.user_id).aggregate(size=Sum("size"))["size"] or 0
    if coming + piece.size > ON_THE_WAY:
        raise RateLimited("Too many files of yours are on their way. Finish those first.", retryAfter=60)
    values = {"name": clean_name(piece.name), "size": piece.size, "at": clock.now()}
    return UploadPart.objects.get_or_create(ticket=ticket, number=number, defaults=values)[0]


def _write(part: UploadPart, piece: Piece) -> int:
    """Bytes that are here afterwards. One writer at a time: the row is held while the disk is written."""
    end = piece.offset + len(piece.data)
    with transaction.atomic():
        mine = UploadPart.objects.filter(pk=part.pk, arrived=piece.offset).update(arrived=end, at=clock.now())
        if mine and _on_disk(part) >= piece.offset:
            _put(_path(part), piece)
            _live_on(part.ticket)
            return end
        transaction.set_rollback(True)
    raise Conflict("The file did not come as far as that.", arrived=_here(part))


def _put(path: Path, piece: Piece) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if os.pwrite(descriptor, piece.data, piece.offset) < len(piece.data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.ftruncate(descriptor, piece.offset + len(piece.data))  # what a cut piece left behind
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _here(part: UploadPart) -> int:
    """Bytes that count: no more than this machine has, should another one have taken the rest."""
    on_disk = _on_disk(part)
    arrived = UploadPart.objects.filter(pk=part.pk).values_list("arrived", flat=True).first() or 0
    if on_disk < arrived and UploadPart.objects.filter(pk=part.pk, arrived=arrived).update(arrived=on_disk):
        return on_disk
    return int(arrived)


def _on_disk(part: UploadPart) -> int:
    try:
        return _path(part).stat().st_size
    except FileNotFoundError:
        return 0


def _live_on(ticket: UploadTicket) -> None:
    until = min(clock.now() + uploads.LIFE, ticket.made_at + LONGEST)
    UploadTicket.objects.filter(pk=ticket.pk, expires_at__lt=until).update(expires_at=until)


def _path(part: UploadPart) -> Path:
    return Path(settings.UPLOADS_DIR) / str(part.ticket_id) / str(part.number)  # type: ignore[attr-defined]


def _drop(part: UploadPart) -> None:
    path = _path(part)
    UploadPart.objects.filter(pk=part.pk).delete()
    path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # others of the same ticket are still on their way
        path.parent.rmdir()


def forget(before: datetime.datetime) -> int:
    """Drop what stopped coming before then, and files of this machine that no row names. Returns how many rows went."""
    old = list(UploadPart.objects.filter(at__lt=before))
    for part in old:
        _drop(part)
    root = Path(settings.UPLOADS_DIR)
    for folder in root.iterdir() if root.is_dir() else ():
        young = folder.stat().st_mtime > before.timestamp()
        if not young and not UploadPart.objects.filter(ticket_id=_number(folder.name)).exists():
            shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def _number(name: str) -> int:
    return int(name) if name.isascii() and name.isdigit() and len(name) <= 18 else 0
