"""Who takes which kind of dropped file. The kind is the folder: inbox/<partner>/agreements/… is for "agreements".

Apps above register theirs in AppConfig.ready. Whatever they make is a draft: it counts for nothing, and is served to
nobody, before an editor says so.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import ImproperlyConfigured

from cms.storage.models import ExchangePartner
from cms.storage.uploads_content import KINDS, PICTURES, CheckedFile

TAKEN_FROM_SYSTEMS = (KINDS - PICTURES) | {"json"}  # phones photograph; systems export
DOCUMENT = "document"


class AlreadyThere(Exception):
    """The taker has these very bytes already."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of it: `target` is the taker's own name for its draft, `document` the row that holds the file."""

    target: str = ""
    document: Any = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What an editor decided elsewhere about a draft, in words for the partner."""

    accepted: bool
    words: str


class Taker(Protocol):
    def __call__(self, *, box: ExchangePartner, file: CheckedFile) -> Taken:
        """Make the draft, in the caller's transaction. May raise RefusedFile or DomainError, whose words the partner
        reads, and AlreadyThere."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`settled(targets)` says which drafts an editor has decided about; None: they are decided on the screen of what
    partners' systems sent. `address(target)` is where an editor opens the draft."""

    name: str
    label: str
    take: Taker
    suffixes: frozenset[str]
    settled: Callable[[Collection[str]], dict[str, Settled]] | None = None
    address: Callable[[str], str] | None = None


_kinds: dict[str, Kind] = {}


def register_inward(
    name: str,
    label: str,
    take: Taker,
    *,
    suffixes: frozenset[str] = TAKEN_FROM_SYSTEMS,
    settled: Callable[[Collection[str]], dict[str, Settled]] | None = None,
    address: Callable[[str], str] | None = None,
) -> None:
    """`name` is the folder below the partner's own. Raises ImproperlyConfigured for a folder that two apps take."""
    kind = Kind(name, label, take, suffixes, settled, address)
    if _kinds.get(name, kind).take is not take:
        raise ImproperlyConfigured(f"Two apps take what is dropped into {name!r}.")
    _kinds[name] = kind


def kind_named(name: str) -> Kind:
    """A folder that nobody registered means nothing: what lies in it is a document."""
    return _kinds.get(name) or _kinds[DOCUMENT]


def all_kinds() -> list[Kind]:
    return [_kinds[name] for name in sorted(_kinds)]
