"""`manage.py check` says what search runs on, and what would make it worse than it looks. No secret is ever printed."""

import sqlite3
import sys
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.db import connection

from search.service import get_engine

Found = list[checks.CheckMessage]
SERVER = 8  # the only major version that the client and the tests know
LIMIT = 20_000  # entries up to which the embedded engine is as good


def connect() -> None:
    checks.register(settings_check, "search")
    if sys.argv[1:2] == ["check"]:  # other commands would ask the server and print this each time
        checks.register(engine_check, "search")


def settings_check(app_configs: Any, **_: Any) -> Found:
    """What is wrong whatever the server says."""
    return _address() if settings.ELASTICSEARCH_URL else _file()


def engine_check(app_configs: Any, **_: Any) -> Found:
    """What search runs on, and how it is. Nothing where `settings_check` finds an error."""
    if any(found.level >= checks.ERROR for found in settings_check(None)):
        return []
    health = get_engine().health()
    return _elasticsearch(health) if settings.ELASTICSEARCH_URL else _embedded(health)


def _address() -> Found:
    try:
        get_engine()
    except ValueError as error:  # of the address or the name; it never repeats them
        return [checks.Error(f"ELASTICSEARCH_URL or SEARCH_INDEX: {error}.", id="search.E004")]
    parts = urlsplit(settings.ELASTICSEARCH_URL)
    if parts.scheme == "https" or _is_this_host(parts.hostname or ""):
        return []
    return [
        checks.Warning(
            f"Search speaks to {parts.hostname} without TLS: what is searched and found can be read on the way.",
            hint="Use https in ELASTICSEARCH_URL.",
            id="search.W002",
        )
    ]


def _elasticsearch(health: Mapping[str, object]) -> Found:
    host = urlsplit(settings.ELASTICSEARCH_URL).hostname
    server = f"Elasticsearch {health.get('version') or ''}".strip()
    told = f"Search runs on {server} at {host}, index {settings.SEARCH_INDEX}: {_state(health)}."
    return [*_server(health), checks.Info(told, id="search.I001")]


def _server(health: Mapping[str, object]) -> Found:
    version = str(health.get("version") or "")
    if not version:
        return [
            checks.Warning(
                f"Elasticsearch does not answer ({health.get('reason', 'no reason given')}). Pages say that search is"
                " limited, changes wait.",
                id="search.W003",
            )
        ]
    if not version.startswith(f"{SERVER}."):
        return [checks.Warning(f"Elasticsearch {version} is not supported: search needs {SERVER}.x.", id="search.W004")]
    return []


def _state(health: Mapping[str, object]) -> str:
    if health.get("state") == "ok":
        return f"{health['entries']} entries"
    return "no index yet, the worker builds it" if health.get("state") == "missing" else "out of reach"


def _file() -> Found:
    found: Found = []
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


def _embedded(health: Mapping[str, object]) -> Found:
    beside = "PostgreSQL with the embedded engine" if connection.vendor == "postgresql" else "the embedded engine"
    told = f"Search runs on {beside} (SQLite FTS5 {sqlite3.sqlite_version}): fine up to about {LIMIT:,} entries"
    found: Found = [checks.Info(f"{told}; {_state(health)}.", id="search.I001")]
    entries = health["entries"]
    if isinstance(entries, int) and entries > LIMIT:
        found.append(
            checks.Warning(
                f"The embedded search index holds {entries:,} entries.",
                hint="Set ELASTICSEARCH_URL: beyond 20,000 entries pages become slow.",
                id="search.W005",
            )
        )
    return found


def _is_this_host(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def fts5_present() -> bool:
    with_fts5 = sqlite3.connect(":memory:")
    try:
        with_fts5.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
    except sqlite3.OperationalError:
        return False
    finally:
        with_fts5.close()
    return True
