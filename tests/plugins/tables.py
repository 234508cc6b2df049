"""The tests' database on SQLite is filled from the tables that were made before if they fit, else by the migrations.

It is in memory. Django asks the migrations afterwards in either case, and they find that nothing is left to do.
"""

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from infra.run.tables import kept


def fill(connection: Any, **_: Any) -> None:
    """At the first connection: what a database in memory holds is there for the later ones."""
    if connection.vendor != "sqlite" or "memory" not in str(connection.settings_dict["NAME"]):
        return
    is_empty = connection.connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    if is_empty and (source := kept()):
        with closing(sqlite3.connect(source)) as tables:
            tables.backup(connection.connection)


@pytest.fixture(scope="session", autouse=True)
def tables_made_before() -> None:
    from django.db.backends.signals import connection_created

    connection_created.connect(fill, dispatch_uid="tables made before")
