"""A large file in parts, for sending several of them side by side."""

import hashlib
import io
import os
from collections.abc import Iterator
from typing import Any, BinaryIO

from cms.storage.ports import Damaged

PART = 8 << 20
PIECE = 1 << 20


class FilePart(io.RawIOBase):
    """Some bytes of a file on the disk, read when they are sent: many at once take next to no memory."""

    def __init__(self, handle: int, start: int, size: int) -> None:
        self.handle, self.start, self.size, self.at = handle, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self.at = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence] + offset
        return self.at

    def read(self, size: int = -1) -> bytes:
        left = max(0, self.size - self.at)
        data = os.pread(self.handle, left if size < 0 else min(size, left), self.start + self.at)
        self.at += len(data)
        return data

    def readinto(self, buffer: Any) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def handle_of(content: BinaryIO) -> int | None:
    """Of a file that lies on this machine's disk as it is and may be read by several at once; None of anything else."""
    try:
        return content.fileno() if getattr(content, "mode", "") == "rb" else None
    except OSError:
        return None


def bodies(content: BinaryIO, size: int) -> Iterator[bytes | FilePart]:
    """What is sent as part 1, 2 …: of a file on the disk a window of it, else so many bytes in memory.

    Raises Damaged where a file has another size than `size`: whoever sends less than announced waits for ever.
    """
    handle = handle_of(content)
    if handle is None:
        yield from iter(lambda: content.read(PART), b"")
        return
    if os.fstat(handle).st_size != size:
        raise Damaged("the file has not the size that was announced")
    for start in range(0, size, PART):
        yield FilePart(handle, start, min(PART, size - start))


def pieces(body: bytes | FilePart, content: BinaryIO) -> Iterator[bytes]:
    """One part for the hash of the whole: what is in memory, or the same bytes of the file once more."""
    if isinstance(body, bytes):
        yield body
        return
    left = body.size
    while left and (piece := content.read(min(PIECE, left))):
        left -= len(piece)
        yield piece


def md5_of(body: bytes | FilePart) -> str:
    """Hexadecimal; leaves the part at its beginning."""
    found = hashlib.md5(usedforsecurity=False)
    if isinstance(body, bytes):
        found.update(body)
        return found.hexdigest()
    for piece in iter(lambda: body.read(PIECE), b""):
        found.update(piece)
    body.seek(0)
    return found.hexdigest()
