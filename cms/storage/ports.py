"""What the copying needs from a file store, whatever it is made of."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol


class StoreUnavailable(Exception):
    """The store did not answer as it should: try again later. What was asked may or may not have happened."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One object as the store describes it: size in bytes, hexadecimal SHA-256 ("" where the store cannot say)."""

    key: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A large upload that was begun and not ended."""

    key: str
    upload_id: str
    begun_at: datetime.datetime


class FileStore(Protocol):
    """Keys contain the hash of their content, so nothing is ever overwritten. Every method raises StoreUnavailable."""

    def head(self, key: str) -> Stored | None:
        """What is stored under the key; None when nothing is."""

    def put(self, item: Stored, content: BinaryIO, *, upload_id: str, keep_upload_id: Callable[[str], None]) -> None:
        """Store the content. A large one goes in parts: `keep_upload_id` is called before the first of them, and the id
        it was given comes back as `upload_id` when the upload is to be resumed."""

    def keys(self, prefix: str) -> Iterator[tuple[str, int]]:
        """(key, size) of everything under the prefix."""

    def read(self, key: str) -> Iterator[bytes]:
        """The content, in pieces."""

    def uploads(self) -> Iterator[Upload]: ...

    def abort(self, upload: Upload) -> None: ...

    def well(self) -> bool:
        """Whether the store answers, within a few seconds; raises nothing."""
