"""Where the embedded index lives: one SQLite file a generation, a link to the live one, a connection a thread.

The link is replaced in one step, so a reader sees the old index or the new one. A file must never be put over one
that is open: its write-ahead log would then belong to another database.
"""

import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from search.ports import Unavailable

READ_WAIT, WRITE_WAIT = 2.0, 10.0  # seconds; nobody but another writer is ever waited for
LOOKS = 5


class Generations:
    def __init__(self, path: Path, schema: str, schema_version: int) -> None:
        self.path = path
        self.schema = schema
        self.schema_version = schema_version
        self._local = threading.local()
        self._current: set[str] = set()  # generations found to have today's form

    # -- which file is live ------------------------------------------------------------------------
    def live(self) -> str | None:
        """The name of the live generation; None where nothing whole was ever built, or it has an older form.

        Raises Unavailable where something else lies in its place.
        """
        target = self._linked()
        if target is None:
            return None
        if target.name not in self._current:
            connection = self._connect(target, READ_WAIT)
            try:
                if self._form(connection) != self.schema_version:
                    return None
            finally:
                connection.close()
            self._current.add(target.name)
        return target.name

    def _linked(self) -> Path | None:
        for _ in range(LOOKS):  # a swap between reading the link and looking for its file takes the old file away
            try:
                target = self.path.parent / os.readlink(self.path)
            except OSError:
                return None
            if target.exists():
                return target
        return None

    @staticmethod
    def _form(connection: sqlite3.Connection) -> int:
        try:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
        except sqlite3.Error as error:
            raise Unavailable(str(error)) from error

    # -- readers -----------------------------------------------------------------------------------
    def connection(self) -> sqlite3.Connection:
        """This thread's connection to the live generation. Raises Unavailable where there is none."""
        target = self._linked()
        if target is None:
            raise Unavailable("the search index has not been built yet")
        held = getattr(self._local, "held", None)
        if held and held[0] == (os.getpid(), target):
            connection: sqlite3.Connection = held[1]
            return connection
        self.close()
        try:
            connection = self._connect(target, READ_WAIT)
        except Unavailable:
            newer = self._linked()
            if newer is None or newer == target:
                raise
            target, connection = newer, self._connect(newer, READ_WAIT)  # swapped between finding and opening it
        if self._form(connection) != self.schema_version:
            connection.close()
            raise Unavailable("the search index has an older form: rebuild it")
        self._local.held = ((os.getpid(), target), connection)
        return connection

    def close(self) -> None:
        """Close this thread's connection; one inherited through a fork is left alone."""
        held = getattr(self._local, "held", None)
        if held and held[0][0] == os.getpid():
            held[1].close()
        self._local.held = None

    @staticmethod
    def _connect(target: Path, wait: float) -> sqlite3.Connection:
        # mode=rw: a file that has just been removed must not come back empty.
        try:
            connection = sqlite3.connect(f"{target.as_uri()}?mode=rw", uri=True, timeout=wait, isolation_level=None)
            connection.execute("PRAGMA temp_store = MEMORY")
        except sqlite3.Error as error:
            raise Unavailable(str(error)) from error
        return connection

    # -- one generation, live or not ---------------------------------------------------------------
    @contextmanager
    def open(self, name: str, *, writes: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection of its own to this generation. Raises Unavailable where it is gone or has an older form."""
        target = self._file(name)
        if not target.exists():
            raise Unavailable(f"there is no generation {name}")
        connection = self._connect(target, WRITE_WAIT if writes else READ_WAIT)
        try:
            if self._form(connection) != self.schema_version:
                raise Unavailable("the search index has an older form: rebuild it")
            # A file that is still filled is thrown away after a crash anyway; publishing syncs it.
            connection.execute(f"PRAGMA synchronous = {'NORMAL' if target == self._linked() else 'OFF'}")
            yield connection
        finally:
            connection.close()

    def create(self) -> str:
        """A new, empty generation that nobody reads; its name."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        name = f"{self.path.stem}-{time.strftime('%Y%m%dT%H%M%S')}-{secrets.token_hex(3)}{self.path.suffix}"
        connection = sqlite3.connect(self._file(name), isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(self.schema)
            connection.execute(f"PRAGMA user_version = {self.schema_version}")
        finally:
            connection.close()
        return name

    def publish(self, name: str) -> None:
        """Put the link on this generation in one step; keep the one before, drop all others."""
        target, previous = self._file(name), self._linked()
        with self.open(name, writes=True) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA wal_checkpoint(FULL)")
        if self.path.exists() and not self.path.is_symlink():
            raise Unavailable(f"{self.path.name} is not a link that search made: move it away")
        link = self.path.with_suffix(f".{secrets.token_hex(4)}.link")
        link.symlink_to(name)
        link.replace(self.path)
        for path in self._files():
            if path not in (target, previous):
                self._unlink(path)

    def drop(self, name: str) -> None:
        """Remove this generation; one that is gone is no error. Raises ValueError for the live one."""
        target = self._file(name)
        if target == self._linked():
            raise ValueError("the live generation cannot be dropped")
        self._unlink(target)

    def _file(self, name: str) -> Path:
        return self.path.parent / Path(name).name

    def _files(self) -> list[Path]:
        return list(self.path.parent.glob(f"{self.path.stem}-*{self.path.suffix}"))

    @staticmethod
    def _unlink(path: Path) -> None:
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + suffix).unlink()
