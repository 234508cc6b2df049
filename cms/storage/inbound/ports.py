"""What the site needs from the place where partners' systems drop files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from cms.storage.ports import StoreUnavailable

INBOX, OUTBOX = "inbox/", "outbox/"
TAG = "intranet"  # on a version that was dealt with: "received" or "refused"


class TooLarge(Exception):
    """More bytes came than are taken from one file."""


class Withheld(StoreUnavailable):
    """The exchange answers, and does not give this one: it says nothing about the others, and may change."""


class Unreadable(Withheld):
    """As it lies there nobody can read it: encrypted with the sender's own key, in an archive, no file."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """One version of one file as the exchange lists it. The ETag says which bytes are meant; it is no hash of them."""

    key: str
    version: str
    etag: str
    size: int  # in bytes


class Exchange(Protocol):
    """Versions rather than names: what is overwritten before anybody looked was sent all the same.

    Nothing is ever deleted here. Every method may raise StoreUnavailable; those about one file raise Withheld or
    Unreadable where only that one cannot be had.
    """

    name: str  # what receipts call it: the bucket's name, or "disk:exchange"

    def versions(self, prefix: str) -> Iterator[Dropped]:
        """Everything that was dropped under the prefix; that somebody deleted it changes nothing."""

    def fetch(self, dropped: Dropped, into: BinaryIO, *, limit: int) -> str:
        """Write this very version and return its hexadecimal SHA-256.

        Raises TooLarge past `limit` bytes, NotThere where this version is gone, and Withheld where what came has not
        the length and the ETag that were listed.
        """

    def tag(self, dropped: Dropped, value: str) -> None:
        """Mark the version. The same again is harmless. Raises NotThere."""

    def tags(self, dropped: Dropped) -> dict[str, str]:
        """Raises NotThere."""

    def answer(self, key: str, data: bytes) -> None:
        """Put a small JSON file where the partner's system reads it, over what was there."""
