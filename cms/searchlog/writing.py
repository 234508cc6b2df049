"""Writing beside a page that somebody waits for."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction

PATIENCE_MS = 100  # a reader may wait so long for another writer, and no longer


@contextmanager
def briefly(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """A transaction that fails (DatabaseError) rather than wait for other writers: what it counts is not worth a wait.

    SQLite has one writer at a time, and our usual patience with it is 20 seconds. No queue and no thread: a row that
    is lost in a busy moment costs nothing, and a buffer would lose more of them whenever a process ends.
    """
    connection = connections[using]
    if connection.vendor == "sqlite":
        _sqlite_patience(using, PATIENCE_MS)
        try:
            with transaction.atomic(using):
                yield
        finally:
            _sqlite_patience(using, int(1000 * connection.settings_dict["OPTIONS"].get("timeout", 5)))
        return
    with transaction.atomic(using):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{PATIENCE_MS}ms"])
        yield


def _sqlite_patience(using: str, milliseconds: int) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds:d}")
