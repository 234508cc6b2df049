"""Where mail lies before we have it: a folder on a mail server (IMAP), or a folder of .eml files.

A message is taken out only after it is kept here, so a run that dies reads it again, which changes nothing.
"""

import contextlib
import datetime
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from imap_tools import A, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from cms.core import clock
from cms.postbox.services import LARGEST

TIMEOUT = 30  # seconds for one word of the server
HANDLED = "Handled"  # the folder on the server, beside the one that is read
FOLDER_DONE = "handled"
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Found:
    """A message in the mailbox. Of one that is too large `raw` is its headers, and `size` what all of it has."""

    name: str
    raw: bytes
    size: int


class Mailbox(Protocol):
    def messages(self, most: int) -> Iterator[Found]: ...

    def done(self, found: Found) -> None: ...

    def forget(self, kept: datetime.timedelta) -> None: ...


class Folder:
    """Files named *.eml. What is done is moved into a folder within it; unfinished files have another name."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def messages(self, most: int) -> Iterator[Found]:
        for file in sorted(self.path.glob("*.eml"))[:most]:
            with contextlib.suppress(FileNotFoundError), file.open("rb") as handle:  # another run was faster
                raw = handle.read(LARGEST + 1)
                yield Found(file.name, raw, max(len(raw), file.stat().st_size))

    def done(self, found: Found) -> None:
        kept = self.path / FOLDER_DONE
        kept.mkdir(exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            (self.path / found.name).replace(kept / found.name)

    def forget(self, kept: datetime.timedelta) -> None:
        before = (clock.now() - kept).timestamp()
        for file in (self.path / FOLDER_DONE).glob("*.eml"):
            if file.stat().st_mtime < before:
                file.unlink(missing_ok=True)


class Imap:
    """Every message in the folder, seen or not: somebody may have opened it by hand. What is done goes to "Handled"."""

    def __init__(self, box: BaseMailBox, folder: str) -> None:
        self.box, self.folder = box, folder
        self.kept = self._beside(folder)

    def _beside(self, folder: str) -> str:
        """Some servers want every folder below INBOX, others none: the one that is there, else the one that can be
        made."""
        listed = self.box.folder.list()
        delimiter = listed[0].delim if listed else "/"
        names = (HANDLED, f"INBOX{delimiter}{HANDLED}")
        for name in names:
            if any(one.name == name for one in listed):
                return name
        for name in names:
            with contextlib.suppress(Exception):  # the library raises one class of its own for each command
                self.box.folder.create(name)
                return name
        raise ImproperlyConfigured(f"The mailbox has no folder {HANDLED!r}, and none can be made.")

    def messages(self, most: int) -> Iterator[Found]:
        for uid in self.box.uids(A(all=True))[:most]:
            size = self._size(uid)
            if size < 0:
                continue  # another run took it out
            raw = self._raw(uid, "BODY.PEEK[HEADER]" if size > LARGEST else "BODY.PEEK[]")
            if raw:
                yield Found(uid, raw, size)

    def _size(self, uid: str) -> int:
        _, data = self.box.client.uid("FETCH", uid, "(RFC822.SIZE)")
        for line in data or []:
            head = line[0] if isinstance(line, tuple) else line
            if isinstance(head, bytes) and b"RFC822.SIZE" in head:
                return int(head.split(b"RFC822.SIZE")[1].split()[0].strip(b")"))
        return -1

    def _raw(self, uid: str, part: str) -> bytes:
        _, data = self.box.client.uid("FETCH", uid, f"({part})")
        return next((bytes(line[1]) for line in data or [] if isinstance(line, tuple)), b"")

    def done(self, found: Found) -> None:
        self.box.move([found.name], self.kept)

    def forget(self, kept: datetime.timedelta) -> None:
        self.box.folder.set(self.kept)
        old = self.box.uids(A(date_lt=(clock.now() - kept).date()))
        if old:
            self.box.delete(old)
        self.box.folder.set(self.folder)


@contextlib.contextmanager
def mailbox_at(url: str) -> Iterator[Mailbox]:
    """The mailbox at an address of the settings (INBOUND_EMAIL_URL). Raises ImproperlyConfigured for one that says
    nothing, or that would send the password over an open line."""
    parts = urlsplit(url)
    if parts.scheme == "folder":
        folder = Path(unquote(parts.path))
        folder.mkdir(parents=True, exist_ok=True)
        yield Folder(folder)
        return
    if parts.scheme not in OPENERS or not parts.hostname:
        raise ImproperlyConfigured("INBOUND_EMAIL_URL is imaps://user:password@host/Folder or folder:///path.")
    if parts.scheme == "imap" and parts.hostname not in LOCAL:
        raise ImproperlyConfigured("INBOUND_EMAIL_URL: imap:// is for this machine alone. Use imaps:// or imap+tls://.")
    opened, usual = OPENERS[parts.scheme]
    name = unquote(parts.path.lstrip("/")) or "INBOX"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    with opened(parts.hostname, parts.port or usual).login(user, password, name) as box:
        yield Imap(box, name)


def _context() -> ssl.SSLContext:
    """The library's own asks for no certificate at all."""
    return ssl.create_default_context()


OPENERS: dict[str, tuple[Callable[[str, int], BaseMailBox], int]] = {
    "imaps": (lambda host, port: MailBox(host, port, timeout=TIMEOUT, ssl_context=_context()), 993),
    "imap+tls": (lambda host, port: MailBoxStartTls(host, port, timeout=TIMEOUT, ssl_context=_context()), 143),
    "imap": (lambda host, port: MailBoxUnencrypted(host, port, timeout=TIMEOUT), 143),
}
