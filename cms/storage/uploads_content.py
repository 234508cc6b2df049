"""What an uploaded file is, by its own bytes: never by its name, and never by what the browser says of it.

Another process looks (kind_child), since looking may take long. What acts in a PDF is looked for in yet another
(pdf_content), which `accepting.accept_file` asks.
"""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from cms.storage import confined
from cms.storage import refusals as words
from cms.storage.kinds import MEDIA_TYPES
from cms.storage.models import Content
from cms.storage.refusals import RefusedFile as RefusedFile

CHILD, SECONDS, ANSWER = confined.program("kind_child"), 60.0, 4096  # seconds by the clock; bytes
PICTURES = frozenset({"jpg", "png", "tiff", "heic"})
SITE_PICTURES = frozenset({"jpg", "png", "gif", "webp"})  # that editors put on pages
KINDS = frozenset(MEDIA_TYPES) - {"json", "txt", "gif", "webp"}  # that people send
TABLES = frozenset({"csv", "xlsx"})
LONGEST_NAME = 1000  # letters of a sender's name that are looked at


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept. `name` is the sender's, cleaned; `suffix` (a key of MEDIA_TYPES) is what it really is.

    `content` stands at its beginning. `notes` are plain words worth showing, such as that a password protects it.
    `waits`: the virus scanner gave no clear answer yet, so that nobody is shown it. `stored`: its bytes, where the
    store has them already, so that the transaction that keeps the file waits for no store.
    """

    name: str
    suffix: str
    size: int
    sha256: str
    content: BinaryIO
    notes: tuple[str, ...] = ()
    waits: bool = False
    stored: Content | None = None

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.suffix]

    @property
    def stem(self) -> str:
        """The sender's name without a suffix: a title where nothing better is known."""
        stem, dot, end = self.name.rpartition(".")
        return stem if dot and stem and len(end) <= 5 else self.name

    @property
    def store_name(self) -> str:
        """A name for the storage: ours in form, and with the suffix of what the file is."""
        plain = unicodedata.normalize("NFKD", self.stem).encode("ascii", "ignore").decode()
        return f"{re.sub(r'[^A-Za-z0-9_-]+', '-', plain).strip('-')[:60] or 'file'}.{self.suffix}"


def clean_name(name: str) -> str:
    """The last part of a name, without control and direction characters; at most 200 characters."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1][:LONGEST_NAME])  # slow with many marks on a letter
    kept = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    return " ".join(kept.split())[:200] or "file"


def check_file(content: BinaryIO, name: str, *, kinds: frozenset[str] = KINDS) -> CheckedFile:
    """Look at all of it once. Raises RefusedFile; never trusts `name`, which is only cleaned."""
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := content.read(1 << 20):
        digest.update(piece)
        size += len(piece)
    if not size:
        raise RefusedFile(words.EMPTY)
    suffix = _kind(content)
    if suffix not in kinds:
        raise RefusedFile(words.NOT_FOR_THIS.format(kinds=", ".join(sorted(kinds))))
    content.seek(0)
    return CheckedFile(
        clean_name(name), suffix, size, digest.hexdigest(), content, (words.PHONE_PICTURE,) if suffix == "heic" else ()
    )


def _kind(content: BinaryIO) -> str:
    """By a process of its own: what takes long to look through, or ends who looks, keeps nobody else waiting."""
    try:
        told = json.loads(confined.ask_about(CHILD, content, seconds=SECONDS, most=ANSWER))
    except ValueError as error:
        raise RefusedFile(words.UNREAD) from error
    if "kind" not in told:
        raise RefusedFile(str(told["refused"]))
    return str(told["kind"])
