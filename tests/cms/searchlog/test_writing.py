"""Counting waits for nobody. On a file: SQLite in memory, which the other tests use, never waits."""

import sqlite3
import time

import pytest
from django.db import OperationalError, connections

from cms.searchlog.writing import briefly


def test_on_sqlite_a_busy_writer_is_not_waited_for(tmp_path, django_db_blocker):
    file = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "busy.sqlite3"}
    given = {**connections.settings["default"], **file}
    given["OPTIONS"] = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"}
    connections.settings["busy"] = given
    other = sqlite3.connect(tmp_path / "busy.sqlite3", isolation_level=None)
    try:
        with django_db_blocker.unblock():
            with connections["busy"].cursor() as cursor:
                cursor.execute("CREATE TABLE counted (phrase TEXT)")
            other.execute("BEGIN IMMEDIATE")
            began = time.monotonic()
            with pytest.raises(OperationalError), briefly(using="busy"):
                pass
            assert time.monotonic() - began < 5  # the usual patience is 20 seconds
            other.execute("ROLLBACK")
            with briefly(using="busy"), connections["busy"].cursor() as cursor:
                cursor.execute("INSERT INTO counted VALUES ('prevent')")
            with connections["busy"].cursor() as cursor:  # and everything else is as patient as before
                assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
                assert cursor.execute("SELECT count(*) FROM counted").fetchone() == (1,)
    finally:
        other.close()
        connections["busy"].close()
        del connections.settings["busy"], connections["busy"]
