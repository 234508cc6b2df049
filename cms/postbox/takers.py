"""Who takes what comes to a reply address. Apps register theirs in AppConfig.ready, by the purpose in the address."""

from dataclasses import dataclass, field
from typing import Protocol

from django.core.exceptions import ImproperlyConfigured

from cms.postbox.letters import Enclosure


class Refused(Exception):
    """Why the mail was not taken, in words for who wrote it. `path`: where on the members' site it can be done."""

    def __init__(self, words: str, path: str = "") -> None:
        super().__init__(words)
        self.path = path


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person wrote by e-mail. `text` is without what they quoted and signed with; `key` is the same however
    often the mail comes, and at most 64 characters."""

    user_id: int
    target: int
    text: str
    key: str
    files: tuple[Enclosure, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Taken:
    """`path` is where it stands now. `words` are told to the sender, as that a file was left out; empty: nothing is.
    Not `posted`: it was kept for the sender alone, and the words say why."""

    path: str
    words: str = ""
    posted: bool = True


class Taker(Protocol):
    """Runs in the transaction that notes the mail as taken, and at most once for a mail that was taken. Raises Refused
    or a DomainError, whose words the sender is told; then nothing is kept."""

    def __call__(self, answer: Answer, /) -> Taken: ...


_takers: dict[str, Taker] = {}


def register_taker(purpose: str, taker: Taker) -> None:
    if _takers.setdefault(purpose, taker) is not taker:
        raise ImproperlyConfigured(f"Two apps take answers for {purpose!r}.")


def taker_of(purpose: str) -> Taker | None:
    return _takers.get(purpose)
