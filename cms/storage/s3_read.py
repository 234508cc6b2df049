"""A file at an S3 server as a file: read from any place of it, and on from where an answer broke off."""

import io
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from botocore.exceptions import BotoCoreError
from urllib3.exceptions import HTTPError

from cms.storage.ports import StoreUnavailable

BUFFER = 256 << 10
TRIES = 3  # answers in a row that bring nothing


class RangeFile(io.RawIOBase):
    """`answer_from(start)` asks the server for everything from a byte on; `size` is in bytes."""

    def __init__(self, answer_from: Callable[[int], Any], size: int) -> None:
        self.answer_from, self.size = answer_from, size
        self.at = 0
        self.answer: Any = None

    def buffered(self) -> BinaryIO:
        return cast(BinaryIO, io.BufferedReader(self, BUFFER))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence]
        wanted = max(0, start + offset)
        if wanted != self.at:
            self._drop()
            self.at = wanted
        return self.at

    def readinto(self, buffer: Any) -> int:
        """Raises StoreUnavailable where the server does not give the rest; NotThere where it has nothing."""
        view = memoryview(buffer).cast("B")
        wanted = min(len(view), self.size - self.at)
        if wanted <= 0:
            return 0
        for _ in range(TRIES):
            try:
                if self.answer is None:
                    self.answer = self.answer_from(self.at)
                piece = self.answer.read(wanted)
            except StoreUnavailable:  # the client has tried again already
                self._drop()
                raise
            except (HTTPError, BotoCoreError, OSError):  # the answer broke off
                piece = b""
            if piece:
                view[: len(piece)] = piece
                self.at += len(piece)
                return len(piece)
            self._drop()
        raise StoreUnavailable(f"the store sent {self.at} of {self.size} bytes")

    def close(self) -> None:
        self._drop()
        super().close()

    def _drop(self) -> None:
        if self.answer is not None:
            self.answer.close()
            self.answer = None
