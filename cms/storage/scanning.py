"""The virus scanner: clamd, asked over TCP (INSTREAM) on loopback or a private network.

Only the exact answer "stream: OK" to every byte of the file means clean. A closed connection, a limit, an error and a
timeout decide nothing: the file waits, and is shown to nobody.
"""

import datetime
import hashlib
import select
import socket
import struct
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Literal

from django.conf import settings

from cms.core import clock

Outcome = Literal["clean", "found", "unclear", "off"]
CONNECT_SECONDS, SECONDS = 3.0, 30.0  # to reach it; for one file from the first byte to the answer
PIECE = 1 << 16
LONGEST_ANSWER = 4096
REMEMBERED, REMEMBERED_SECONDS = 48, 60.0  # a door and the storage ask of the same bytes, one right after the other
AWAY_SECONDS = 20.0  # after nobody answered: further files wait at once, rather than each for a timeout
OLDEST = datetime.timedelta(hours=48)  # of its database
CLEAN, FOUND = b"stream: OK\0", b" FOUND\0"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner said of one file. `found` names what was found; `scanner` is its version. "off": not asked."""

    outcome: Outcome
    found: str = ""
    scanner: str = ""


class Silent(OSError):
    """The scanner gave no answer that could be understood."""


class Away(Silent):
    """It cannot be reached, or hangs."""


_remembered: OrderedDict[tuple[str, str], tuple[float, Verdict]] = OrderedDict()
_lock = threading.Lock()  # of what is remembered: a web process asks from several threads
_away: dict[str, float] = {}
_versions: dict[str, tuple[float, str]] = {}


def is_configured() -> bool:
    return bool(settings.CLAMD_ADDRESS)


def verdict_of(file: BinaryIO, *, sha256: str, fresh: bool = False) -> Verdict:
    """Have the whole file looked at; leaves it at its beginning. Never raises because of the scanner.

    `sha256` is the hash of the file: what was sent to the scanner must have it. Answers of the last minute are
    remembered in this process, "unclear" too (nobody waits twice for a scanner that is away), unless `fresh`.
    """
    address = settings.CLAMD_ADDRESS
    if not address:
        return Verdict("off")
    key, now = (address, sha256), time.monotonic()
    known = _remembered.get(key)
    if known is not None and not fresh and now - known[0] < REMEMBERED_SECONDS:
        return known[1]
    if not fresh and now - _away.get(address, -AWAY_SECONDS) < AWAY_SECONDS:
        return Verdict("unclear")
    try:
        verdict = _understood(_stream(address, file, sha256))
        _away.pop(address, None)
    except OSError as error:
        if isinstance(error, Away | TimeoutError):
            _away[address] = time.monotonic()
        verdict = Verdict("unclear")
    file.seek(0)
    with _lock:
        _remembered[key] = (time.monotonic(), verdict)
        _remembered.move_to_end(key)
        while len(_remembered) > REMEMBERED:
            _remembered.popitem(last=False)
    return verdict


def forget() -> None:
    """Ask anew from now on: for tests, and after the scanner was away."""
    _remembered.clear()
    _away.clear()
    _versions.clear()


def _understood(answer: bytes) -> Verdict:
    if answer == CLEAN:
        return Verdict("clean", scanner=scanner_version() or "clamd")
    if answer.startswith(b"stream: ") and answer.endswith(FOUND):
        name = answer[len(b"stream: ") : -len(FOUND)].decode("ascii", "replace")
        return Verdict("found", found=name[:100], scanner=scanner_version() or "clamd")
    return Verdict("unclear")


def _stream(address: str, file: BinaryIO, sha256: str) -> bytes:
    """Everything that the scanner answered to this file. Raises OSError."""
    sent = hashlib.sha256()
    with _connected(address, SECONDS) as line:
        line.send(b"zINSTREAM\0")
        file.seek(0)
        while piece := file.read(PIECE):
            line.send(struct.pack("!I", len(piece)) + piece)
            sent.update(piece)
        if sent.hexdigest() != sha256:
            raise Silent("other bytes were read than should have been")
        if line.has_answer():
            raise Silent("it answered before it had all of the file")
        line.send(struct.pack("!I", 0))
        return line.answer()


class _Line:
    """A connection with one deadline for all that is said on it."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self.connection, self.until = connection, time.monotonic() + seconds

    def send(self, data: bytes) -> None:
        self._wait_at_most()
        self.connection.sendall(data)

    def has_answer(self) -> bool:
        return bool(select.select([self.connection], [], [], 0)[0])

    def answer(self) -> bytes:
        """All until the other side closes: what follows an answer makes it another answer."""
        found = b""
        while len(found) <= LONGEST_ANSWER:
            self._wait_at_most()
            piece = self.connection.recv(LONGEST_ANSWER)
            if not piece:
                return found
            found += piece
        raise Silent("it answered far too much")

    def _wait_at_most(self) -> None:
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("it took too long")
        self.connection.settimeout(left)


@contextmanager
def _connected(address: str, seconds: float) -> Iterator[_Line]:
    host, _, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise Silent("CLAMD_ADDRESS is not host:port")
    try:
        connection = socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS)
    except OSError as error:
        raise Away(str(error)) from error
    with connection:
        yield _Line(connection, seconds)


def scanner_version() -> str:
    """Its version and that of its database ("ClamAV 1.4.6/27500"), at most 100 characters; "" where it is silent."""
    return _version().rpartition("/")[0][:100] if _version().count("/") == 2 else _version()[:100]


def ask_version() -> str:
    """As `scanner_version`, asked anew."""
    _versions.clear()
    return scanner_version()


def database_date() -> datetime.datetime | None:
    """When its database was made; None where it is silent, or has no dated database.

    It tells its own local time without saying which: up to 14 hours of error, which a limit of 48 hours can bear.
    """
    parts = _version().split("/")
    if len(parts) != 3:
        return None
    try:
        return datetime.datetime.strptime(f"{' '.join(parts[2].split())} +0000", "%a %b %d %H:%M:%S %Y %z")
    except ValueError:
        return None


def is_silent() -> bool:
    """Set, and without an answer: a site that starts like this would keep every file waiting."""
    return is_configured() and not _version()


def is_well() -> bool:
    """Not set; or it answers, and its database is at most 48 hours old."""
    if not is_configured():
        return True
    made = database_date()
    return made is not None and clock.now() - made <= OLDEST


def _version() -> str:
    """Its answer to VERSION, asked once a minute at most while it answers."""
    address = settings.CLAMD_ADDRESS
    if not address:
        return ""
    at, known = _versions.get(address, (0.0, ""))
    if known and time.monotonic() - at < REMEMBERED_SECONDS:
        return known
    try:
        with _connected(address, CONNECT_SECONDS) as line:
            line.send(b"zVERSION\0")
            answer = line.answer()
    except OSError:
        answer = b""
    found = answer[:-1].decode("ascii", "replace") if answer.startswith(b"ClamAV ") and answer.endswith(b"\0") else ""
    _versions[address] = (time.monotonic(), found)
    return found
