"""Which places say nothing. Three silences in a row, and what is there waits for the next time."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from cms.storage.inbound.ports import Dropped, Exchange, TooLarge, Withheld
from cms.storage.ports import NotThere, StoreUnavailable

AWAY = 3
Silences = Counter[str]  # {name of a place: silences in a row}


class Silent(StoreUnavailable):
    """An exchange did not answer, and that is counted: other silences are those of our own store."""


class Heard:
    """An exchange that is listened to at each call. What it says of one file is an answer too."""

    def __init__(self, real: Exchange, silences: Silences) -> None:
        self.real, self.name, self.silences = real, real.name, silences

    @contextmanager
    def _asked(self) -> Iterator[None]:
        if self.silences[self.name] >= AWAY:  # the files of one place are answered at another
            raise Silent(f"{self.name} is not asked any more this time")
        try:
            yield
        except (NotThere, Withheld, TooLarge):
            self.silences[self.name] = 0
            raise
        except StoreUnavailable as error:
            self.silences[self.name] += 1
            raise Silent(str(error)) from error
        self.silences[self.name] = 0

    def versions(self, prefix: str) -> Iterator[Dropped]:
        return self.real.versions(prefix)

    def fetch(self, dropped: Dropped, into: BinaryIO, *, limit: int) -> str:
        with self._asked():
            return self.real.fetch(dropped, into, limit=limit)

    def tag(self, dropped: Dropped, value: str) -> None:
        with self._asked():
            self.real.tag(dropped, value)

    def tags(self, dropped: Dropped) -> dict[str, str]:
        return self.real.tags(dropped)

    def answer(self, key: str, data: bytes) -> None:
        with self._asked():
            self.real.answer(key, data)
