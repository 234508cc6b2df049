"""The site's files as Django sees them: by name, private, each content once, served only once it may be."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage
from django.db import IntegrityError, transaction
from django.utils.deconstruct import deconstructible

from cms.storage import scanning
from cms.storage.contents import content_of, keep_name, open_content, release, store_content
from cms.storage.holders import held_of
from cms.storage.kinds import MEDIA_TYPES, kind_of
from cms.storage.models import SERVED, Content, KeptName

PIECE = 1 << 20
MADE_HERE = "images/"  # where Wagtail puts the sizes that it makes of pictures; originals lie in original_images/
STATES = {
    "clean": Content.State.CLEAN,
    "found": Content.State.REFUSED,
    "unclear": Content.State.WAITING,
    "off": Content.State.NOT_SCANNED,
}


class NotServed(FileNotFoundError):
    """The file is kept and is shown to nobody: it waits to be checked, or something was found in it."""


@deconstructible(path="cms.storage.files.QueuedStorage")
class SiteStorage(Storage):
    """Takes no arguments: the queue passes it on by a name, and the settings of today say where files are.

    `open` is the gate, whatever door a file came through: it raises NotServed for what may not be read, and
    FileNotFoundError for what is not there (StoreUnavailable, an OSError, where the store does not answer).
    """

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError("Files of the store are never written in place.")
        content = content_of(name)
        if content is None:
            return cast("File[bytes]", _from_before().open(name))
        if content.state not in SERVED:
            raise NotServed(name)
        return File(open_content(content), name)

    def _save(self, name: str, content: Any) -> str:
        name = str(PurePosixPath(name))
        kept = getattr(content, "stored", None)  # before the transaction, and whether it stands is asked of the rows
        if kept is None:
            with _readable(content) as file:
                kept = self.store(file, name, *digest(file))
        if notes := getattr(content, "notes", ()):  # of the door (uploads_content.CheckedFile)
            Content.objects.filter(pk=kept.pk, note="").update(note="; ".join(notes)[:250])
        return self._name(name, kept)

    def store(self, file: BinaryIO, name: str, sha256: str, size: int) -> Content:
        """The bytes alone, which nothing names yet. Before a transaction that saves them under a name: the store may be
        slow, and SQLite has one writer. Raises StoreUnavailable."""
        known = Content.objects.filter(sha256=sha256).first()
        if known is not None:
            return store_content(file, sha256=sha256, size=size, kind=known.kind, state=known.state)
        file.seek(0)
        verdict = scanning.verdict_of(file, sha256=sha256)
        file.seek(0)
        return store_content(
            file,
            sha256=sha256,
            size=size,
            kind=kind_of(file, name),
            state=STATES[verdict.outcome],
            note=verdict.found,
            scanner=verdict.scanner,
        )

    def _name(self, name: str, content: Content) -> str:
        for _ in range(5):
            try:
                with transaction.atomic():
                    return keep_name(name, content).name
            except IntegrityError:  # somebody took the name since it was found free
                name = self.get_available_name(name, max_length=100)
        raise FileExistsError(name)

    def delete(self, name: str) -> None:
        """The name goes. The bytes stay for a period: the file may be replaced by mistake, or not be copied yet. What
        lies where files were before is deleted once it is certain that the name goes."""
        if content_of(name) is None:
            with contextlib.suppress(OSError, SuspiciousOperation):  # it goes all the same
                take_over(name)
        release(name)
        transaction.on_commit(partial(_from_before().delete, name), robust=True)

    def exists(self, name: str) -> bool:
        return KeptName.objects.filter(name=name).exists() or _from_before().exists(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """(folders, files) directly below a path, by the names that are kept."""
        below = f"{path.strip('/')}/" if path.strip("/") else ""
        names = KeptName.objects.filter(name__startswith=below).values_list("name", flat=True)
        rest = sorted(name.removeprefix(below) for name in names)
        return sorted({part.partition("/")[0] for part in rest if "/" in part}), [x for x in rest if "/" not in x]

    def size(self, name: str) -> int:
        found = content_of(name)
        return found.size if found is not None else _from_before().size(name)

    def url(self, name: str | None) -> str:
        """For the admin's own pictures alone, behind its own check: readers get files through views of ours."""
        return f"{settings.MEDIA_URL}{name}"

    def get_modified_time(self, name: str) -> datetime:
        found = KeptName.objects.filter(name=name).first()
        if found is None:
            return _from_before().get_modified_time(name)
        return found.at

    get_created_time = get_modified_time


@deconstructible(path="cms.storage.files.QueuedStorage")
class MadeHereStorage(SiteStorage):
    """For what the site itself makes: sizes of pictures, covers, exports. Nothing in it came from outside as it is."""

    def store(self, file: BinaryIO, name: str, sha256: str, size: int) -> Content:
        return store_content(file, sha256=sha256, size=size, kind=kind_of(file, name), state=Content.State.MADE_HERE)


class QueuedStorage(SiteStorage):
    """What a job of Wagtail's is given to delete the file of a row that went: it may run a second time, when the name
    is another row's."""

    def delete(self, name: str) -> None:
        if not held_of([name]):
            super().delete(name)


def take_over(name: str) -> bool:
    """Keep a file from before under exactly this name. False where it went meanwhile, or another job was quicker."""
    try:
        file = _from_before().open(name)
    except FileNotFoundError:
        return False
    with file:
        sha256, size = digest(cast(BinaryIO, file))
        made_here = name.startswith(MADE_HERE)
        store = MadeHereStorage() if made_here else SiteStorage()
        content = store.store(cast(BinaryIO, file), name, sha256, size)
    try:
        with transaction.atomic():
            keep_name(name, content)
    except IntegrityError:
        return False
    return True


def digest(content: BinaryIO) -> tuple[str, int]:
    """(hexadecimal SHA-256, bytes) of the whole file."""
    content.seek(0)
    found, size = hashlib.sha256(), 0
    while piece := content.read(PIECE):
        found.update(piece)
        size += len(piece)
    content.seek(0)
    return found.hexdigest(), size


def _from_before() -> FileSystemStorage:
    """Where files lay before they were kept by content: read until they are taken over (`adopting`)."""
    return FileSystemStorage(location=os.fspath(settings.MEDIA_ROOT))


def media_type_of(kind: str) -> str:
    """By what the bytes are, never by a name from outside."""
    return MEDIA_TYPES.get(kind, "application/octet-stream")


@contextlib.contextmanager
def _readable(content: Any) -> Iterator[BinaryIO]:
    """The content as a binary file that can be read twice."""
    content.seek(0)
    start = content.read(1)
    content.seek(0)
    if isinstance(start, bytes):
        yield content
        return
    with tempfile.SpooledTemporaryFile(max_size=PIECE) as copy:  # text, from a command of ours
        copy.write(content.read().encode())
        yield cast(BinaryIO, copy)
