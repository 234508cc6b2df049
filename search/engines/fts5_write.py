# ruff: noqa: S608 - statements are put together from constants of this package; values are always parameters
"""Writing one entry into the embedded index. The caller holds the transaction."""

import sqlite3

from search.engines.fts5_schema import COLUMNS
from search.ports import FACETS, Entry
from search.text import cased_words, clean

TEXT_LIMIT = 100_000  # characters of a field that are indexed
EVERYONE = {"public", "members"}  # only words that all members may read may be offered as corrections


def newer(db: sqlite3.Connection, key: str, version: int) -> bool:
    """An equal version is written again; the version of a deleted entry is kept, so a late write cannot revive it."""
    cursor = db.execute(
        "INSERT INTO version VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET version = excluded.version"
        " WHERE excluded.version >= version.version",
        (key, version),
    )
    return cursor.rowcount > 0


def store(db: sqlite3.Connection, entry: Entry) -> str:
    """Write the entry unless a newer version is there. Answers what is wrong with it, or an empty string."""
    if not entry.key or not entry.title.strip():
        return "an entry needs a key and a title"
    if newer(db, entry.key, entry.version):
        _drop(db, entry.key)
        _insert(db, entry)
    return ""


def remove(db: sqlite3.Connection, key: str, version: int) -> None:
    if newer(db, key, version):
        _drop(db, key)


def optimize(db: sqlite3.Connection) -> None:
    for table in ("fts", "exact", "cased", "spell"):
        db.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")


def _drop(db: sqlite3.Connection, key: str) -> None:
    # Delete and insert, never INSERT OR REPLACE: that skips the delete trigger and rots the index.
    row = db.execute("SELECT id FROM entry WHERE key = ?", (key,)).fetchone()
    if row:
        for table in ("meta", "audience", "facet", "entry"):
            db.execute(f"DELETE FROM {table} WHERE id = ?", row)
        for table in ("spell", "cased"):
            db.execute(f"DELETE FROM {table} WHERE rowid = ?", row)


def _insert(db: sqlite3.Connection, entry: Entry) -> None:
    text = [clean(getattr(entry, column), TEXT_LIMIT) for column in COLUMNS]
    identity = db.execute(
        f"INSERT INTO entry(key, url, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?)", (entry.key, entry.url, *text)
    ).lastrowid
    published = entry.published.timestamp() / 86400 if entry.published else None
    db.execute("INSERT INTO meta VALUES (?, ?, ?, ?)", (identity, entry.kind, published, entry.popularity))
    db.executemany("INSERT INTO audience VALUES (?, ?)", [(identity, token) for token in sorted(entry.audience)])
    values = {("kind", entry.kind)}
    for field in FACETS[1:]:
        values.update((field, value) for value in getattr(entry, field))
    db.executemany("INSERT INTO facet VALUES (?, ?, ?)", [(identity, *value) for value in sorted(values)])
    db.execute("INSERT INTO cased(rowid, words) VALUES (?, ?)", (identity, cased_words(" ".join(text))))
    if EVERYONE & entry.audience:
        db.execute("INSERT INTO spell(rowid, words) VALUES (?, ?)", (identity, " ".join(text[:3])))
