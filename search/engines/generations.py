"""Where the embedded index lives: one SQLite file a generation, a link to the live one, a connection a thread.

The link is replaced in one step, so a reader sees the old index or the new one. A file must never be put over one
that is open: its write-ahead log would then belong to another database.
"""

import fcntl
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from search.ports import Unavailable

READ_WAIT, WRITE_WAIT = 2.0, 5.0  # seconds
PAUSE = 0.02
LOOKS = 5


class Generations:
    def __init__(self, path: Path, schema: str, schema_version: int) -> None:
        self.path = path
        self.schema = schema
        self.schema_version = schema_version
        self._local = threading.local()

    # -- which file is live ------------------------------------------------------------------------
    def live(self) -> Path | None:
        """The file of the live generation, or None where nothing whole was ever built."""
        for _ in range(LOOKS):  # a swap between reading the link and looking for its file takes the old file away
            try:
                target = self.path.parent / os.readlink(self.path)
            except OSError:
                return None
            if target.exists():
                return target
        return None

    def connection(self) -> sqlite3.Connection:
        """This thread's connection to the live generation. Raises Unavailable where there is none."""
        target = self.live()
        if target is None:
            raise Unavailable("the search index has not been built yet")
        held = getattr(self._local, "held", None)
        if held and held[0] == (os.getpid(), target):
            connection: sqlite3.Connection = held[1]
            return connection
        self.close()
        try:
            connection = self._open(target)
        except Unavailable:
            newer = self.live()
            if newer is None or newer == target:
                raise
            target, connection = newer, self._open(newer)  # swapped between finding the file and opening it
        if connection.execute("PRAGMA user_version").fetchone()[0] != self.schema_version:
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

    def _open(self, target: Path) -> sqlite3.Connection:
        # mode=rw: a file that has just been removed must not come back empty.
        try:
            connection = sqlite3.connect(
                f"{target.as_uri()}?mode=rw", uri=True, timeout=READ_WAIT, isolation_level=None
            )
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error as error:
            raise Unavailable(str(error)) from error
        return connection

    # -- one writer at a time ----------------------------------------------------------------------
    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock across processes and threads. Raises Unavailable after WRITE_WAIT seconds."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            end = time.monotonic() + WRITE_WAIT
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > end:
                        raise Unavailable("the search index is being rebuilt") from None
                    time.sleep(PAUSE)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def building(self) -> Iterator[tuple[sqlite3.Connection, str]]:
        """A new, empty generation and its name; it goes live when the block ends well. Hold the writer's lock."""
        previous = self.live()
        self._remove_except(previous)
        name = f"{self.path.stem}-{time.strftime('%Y%m%dT%H%M%S')}-{secrets.token_hex(3)}{self.path.suffix}"
        target = self.path.parent / name
        connection = sqlite3.connect(target, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")  # a half-built file is thrown away anyway
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.executescript(self.schema)
            yield connection, name
            connection.execute(f"PRAGMA user_version = {self.schema_version}")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except BaseException:
            connection.close()
            self._unlink(target)
            raise
        connection.close()
        link = self.path.with_suffix(f".{secrets.token_hex(4)}.link")
        link.symlink_to(name)
        link.replace(self.path)

    def _remove_except(self, live: Path | None) -> None:
        """Drop files of unfinished and replaced builds; the last one replaced stays until the next build."""
        for path in self.path.parent.glob(f"{self.path.stem}-*{self.path.suffix}"):
            if path != live:
                self._unlink(path)

    @staticmethod
    def _unlink(path: Path) -> None:
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + suffix).unlink()
