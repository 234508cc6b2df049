"""The exchange of an installation without S3: a folder. It has no versions, so a file's time and size stand for one."""

import errno
import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cms.core import clock
from cms.storage.inbound.ports import INBOX, TAG, Dropped, TooLarge, Unreadable, Withheld
from cms.storage.ports import NotThere, StoreUnavailable

logger = logging.getLogger(__name__)
PIECE = 1 << 16
QUIET_S = 60  # a file that was written to since then may not be complete
LONGEST_KEY = 1024  # bytes, as in S3; a path can be longer, and no receipt could hold it
NAME = "disk:exchange"
TAGS = ".tags"  # beside the inbox: what S3 keeps at the version itself
OUR_RIGHT = (errno.EACCES, errno.EPERM)
OF_THE_FILE = (errno.ELOOP, errno.EISDIR, errno.ENXIO)


class FolderExchange:
    """Names that begin with a dot are files still being written: they are looked at once they are renamed."""

    def __init__(self, root: Path) -> None:
        self.root, self.name = root.resolve(), NAME

    def versions(self, prefix: str) -> Iterator[Dropped]:
        """One that cannot be listed is passed over: it must not keep the others waiting."""
        top, now = self.root / prefix, clock.now().timestamp()
        waiting = [str(top)]  # no recursion: folders may lie in each other a thousand deep
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(folder) as entries:
                    found = sorted(entries, key=lambda entry: entry.name)
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                if folder == str(top):
                    raise StoreUnavailable(str(error)) from error
                logger.warning("a folder of a partner's cannot be listed: %s", error.strerror)
                continue
            for entry in found:
                try:
                    if not entry.name.startswith("."):
                        yield from self._listed(entry, waiting, now)
                except OSError as error:
                    logger.warning("a file of a partner's cannot be listed: %s", error.strerror)

    def _listed(self, entry: "os.DirEntry[str]", waiting: list[str], now: float) -> Iterator[Dropped]:
        if entry.is_dir(follow_symlinks=False):
            waiting.append(entry.path)
        elif entry.is_file(follow_symlinks=False):  # a link could lead to any file of this machine
            found = entry.stat(follow_symlinks=False)
            if abs(now - found.st_mtime) >= QUIET_S:
                version = _version(found)
                yield Dropped(_key(os.path.relpath(entry.path, self.root)), version, version, found.st_size)

    def _path(self, key: str) -> Path:
        path = self.root / key
        if not Path(os.path.realpath(path)).is_relative_to(self.root):
            raise NotThere(key)
        return path

    def fetch(self, dropped: Dropped, into: BinaryIO, *, limit: int) -> str:
        digest, size = hashlib.sha256(), 0
        with self._asked():
            # without waiting: what was a file when it was listed may be a pipe now
            handle = os.open(self._path(dropped.key), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(handle, "rb") as file:
                if _version(os.fstat(file.fileno())) != dropped.version:
                    raise NotThere(dropped.key)
                while piece := file.read(PIECE):
                    size += len(piece)
                    if size > limit:
                        raise TooLarge(dropped.key)
                    digest.update(piece)
                    into.write(piece)
                if size != dropped.size or _version(os.fstat(file.fileno())) != dropped.version:
                    raise Withheld(f"{dropped.key} was written to while it was read")
        return digest.hexdigest()

    def _tag_file(self, dropped: Dropped) -> Path:
        return self.root / TAGS / hashlib.sha256(f"{dropped.key}\n{dropped.version}".encode()).hexdigest()

    def tag(self, dropped: Dropped, value: str) -> None:
        self._write(self._tag_file(dropped), json.dumps({TAG: value}).encode())

    def tags(self, dropped: Dropped) -> dict[str, str]:
        try:
            found: dict[str, str] = json.loads(self._tag_file(dropped).read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise StoreUnavailable(str(error)) from error
        return found

    def answer(self, key: str, data: bytes) -> None:
        self._write(self._path(key), data)

    def _write(self, path: Path, data: bytes) -> None:
        """Whole or not at all: the other side may read it at any moment."""
        with self._asked():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(name, 0o644)  # the other side is another user of this machine
            os.replace(name, path)

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """What is wrong with one file is not taken for a disk that is away, nor one that is away for files that went:
        where it is not mounted there is no inbox. A right may be missing on our side, and then of every file."""
        try:
            os.stat(self.root / INBOX)
        except OSError as error:
            raise StoreUnavailable(f"the exchange has no inbox: {error.strerror}") from error
        try:
            yield
        except StoreUnavailable:
            raise
        except (FileNotFoundError, NotADirectoryError) as error:
            raise NotThere(str(error)) from error
        except OSError as error:
            if error.errno in OUR_RIGHT:
                raise Withheld(str(error)) from error
            raise (Unreadable if error.errno in OF_THE_FILE else StoreUnavailable)(str(error)) from error


def _key(path: str) -> str:
    """A name that is no UTF-8 cannot be kept as text: the backslash has it refused. So has the length of one that is
    cut, with a hash of all of it, so that two of them stay two."""
    raw = os.fsencode(path)
    key = raw.decode("utf-8", "backslashreplace")
    if len(key.encode()) <= LONGEST_KEY:
        return key
    return f"{key.encode()[:512].decode('utf-8', 'ignore')}…{hashlib.sha256(raw).hexdigest()}"


def _version(found: os.stat_result) -> str:
    return f"{found.st_mtime_ns}-{found.st_size}"
