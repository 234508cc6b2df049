"""A database of a drill's own on a server that is there already; the drill that crashes its server starts one."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from infra.run.tables import lay_tables


@contextlib.contextmanager
def own_database(folder: str, *, bare: bool = False) -> Iterator[str]:
    """The address of a database without rows for the block: on the server of DATABASE_URL, else SQLite in `folder`.

    `bare`: without the tables either, for a drill that has settings and tables of its own.
    """
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        file = Path(folder) / "drill.sqlite3"
        if not bare:
            lay_tables(file)
        yield f"sqlite:///{file}"
        return
    name = f"drill_{os.getpid()}"
    tables = "" if bare else urlsplit(os.environ.get("TABLES_DATABASE_URL", "")).path.removeprefix("/")
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{tables}"' if tables else ""))
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as link:
            link.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
