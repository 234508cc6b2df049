"""What the site needs from a file store, whatever it is made of."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol


class StoreUnavailable(OSError):
    """The store did not answer as it should: try again later. What was asked may or may not have happened."""


class NotThere(StoreUnavailable, FileNotFoundError):
    """The store answers, and has nothing under this key."""


class Damaged(StoreUnavailable):
    """What was to be stored is not what it was said to be: where it came from has other bytes."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One object that is to be stored: its key, size in bytes and hexadecimal SHA-256."""

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
    """Keys contain the hash of their content, so nothing is overwritten. Every method may raise StoreUnavailable.

    One store may be used by several threads at once.
    """

    name: str  # "disk:media", "s3://bucket": what the ledger calls the place

    def holds(self, item: Stored) -> bool:
        """Whether the store itself says that it has these bytes under this key."""

    def put(
        self, item: Stored, content: BinaryIO, *, upload_id: str = "", keep_upload_id: Callable[[str], None] = ...
    ) -> bool:
        """Store the content. A large one goes in parts: `keep_upload_id` is called before the first of them and
        again when new ones arrived, and the id it was given comes back as `upload_id` when the upload is to be resumed.
        True where the store's answer has a hash that it made itself of what it has now, and it is the right one;
        otherwise ask `holds`. Raises Damaged where the content is not what `item` says."""

    def keys(self, prefix: str) -> Iterator[tuple[str, int]]:
        """(key, size) of everything under the prefix, in the order of the keys' bytes."""

    def read(self, key: str) -> Iterator[bytes]:
        """The content, in pieces. Raises NotThere."""

    def open(self, key: str, size: int) -> BinaryIO:
        """The content as a file that can be read from any place of it. Raises NotThere, at the latest when read."""

    def stored_at(self, key: str) -> datetime.datetime | None:
        """When what is under this key was put there; None where there is nothing."""

    def delete(self, key: str) -> None:
        """The bytes go, in every version of them. Nothing happens where there are none."""

    def address(self, key: str, *, seconds: int, file_name: str) -> str:
        """Where a browser may fetch the content as a download within `seconds`; "" where the store has no such door."""

    def uploads(self) -> Iterator[Upload]:
        """Large uploads that were begun and not ended."""

    def abort(self, upload: Upload) -> None:
        """Forget what arrived of an upload."""

    def well(self) -> bool:
        """Whether the store answers, within a few seconds; raises nothing."""


def forget_upload_id(upload_id: str) -> None:
    """For small files and for those that nobody resumes."""
