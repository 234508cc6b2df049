"""`manage.py check` says what search runs on, and what would make it worse than it looks."""

import sqlite3
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks


def connect() -> None:
    checks.register(engine_check, "search")


def engine_check(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    if getattr(settings, "ELASTICSEARCH_URL", ""):
        found.append(
            checks.Warning(
                "ELASTICSEARCH_URL is set, but this version has no Elasticsearch engine: search runs on SQLite FTS5.",
                id="search.W001",
            )
        )
    if sqlite3.sqlite_version_info < (3, 33):
        found.append(checks.Error("Search needs SQLite 3.33 or newer.", hint=sqlite3.sqlite_version, id="search.E001"))
    if not fts5_present():
        found.append(checks.Error("This Python's SQLite has no FTS5.", id="search.E002"))
    path = Path(settings.SEARCH_FILE)
    if path.exists() and not path.is_symlink():
        found.append(
            checks.Error(
                "SEARCH_FILE names a file that search did not make.",
                hint=f"Move {path.name} away; search keeps a link to its live index there.",
                id="search.E003",
            )
        )
    return found


def fts5_present() -> bool:
    with_fts5 = sqlite3.connect(":memory:")
    try:
        with_fts5.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
    except sqlite3.OperationalError:
        return False
    finally:
        with_fts5.close()
    return True
