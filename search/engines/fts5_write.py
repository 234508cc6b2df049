# ruff: noqa: S608 - statements are put together from constants of this package; values are always parameters
"""The writing side of the embedded index: generations as files, entries with versions."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from search.engines.fts5_schema import COLUMNS
from search.engines.generations import Generations
from search.ports import FACETS, Entry, Refusal, Unavailable
from search.text import TEXT_LIMIT, cased_words, clean, fault_of

EVERYONE = {"public", "members"}  # only words that all members may read may be offered as corrections
PAGE = 500  # entries read at a time by the comparison
DAY_S = 86400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class FTS5Writing:
    name = "fts5"
    generations: Generations

    def create(self) -> str:
        with self._reported():
            return self.generations.create()

    def write(
        self, generation: str, upserts: Iterable[Entry], deletes: Iterable[tuple[str, int]]
    ) -> Mapping[str, Refusal]:
        refused: dict[str, Refusal] = {}
        with self._reported(), self.generations.open(generation, writes=True) as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                for entry in upserts:
                    error = store(db, entry)
                    if error:
                        refused[entry.key] = Refusal(error, final=True)
                for key, version in deletes:
                    remove(db, key, version)
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
        return refused

    def counts(self, generation: str) -> Mapping[str, int]:
        with self._reported(), self.generations.open(generation) as db:
            return dict(db.execute("SELECT kind, count(*) FROM meta GROUP BY kind ORDER BY kind").fetchall())

    def publish(self, generation: str) -> None:
        with self._reported():
            with self.generations.open(generation, writes=True) as db:
                optimize(db)
            self.generations.publish(generation)

    def drop(self, generation: str) -> None:
        self.generations.drop(generation)

    def live(self) -> str | None:
        return self.generations.live()

    def stored(self, generation: str) -> Iterator[Entry]:
        last = ""
        while True:
            with self._reported(), self.generations.open(generation) as db:
                page = read_page(db, last)
            yield from page
            if len(page) < PAGE:
                return
            last = page[-1].key

    def health(self) -> Mapping[str, object]:
        answer = {"engine": self.name, "version": sqlite3.sqlite_version, "generation": "", "entries": 0, "kinds": {}}
        try:
            live = self.live()
            if live is None:
                return answer | {"state": "missing"}
            kinds = self.counts(live)
        except Unavailable as error:
            return answer | {"state": "away", "reason": str(error)}
        return answer | {"state": "ok", "generation": live, "entries": sum(kinds.values()), "kinds": kinds}

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise Unavailable(str(error)) from error


# -- entries -------------------------------------------------------------------------------------------
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
    fault = fault_of(entry)
    if fault:
        return fault
    if newer(db, entry.key, entry.version):
        _drop(db, entry.key)
        _insert(db, entry)
    return ""


def remove(db: sqlite3.Connection, key: str, version: int) -> None:
    if newer(db, key, version):
        _drop(db, key)


def optimize(db: sqlite3.Connection) -> None:
    """Each table in a transaction of its own, so that a writer waits for one of them at most."""
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
    published = entry.published.timestamp() / DAY_S if entry.published else None
    db.execute("INSERT INTO meta VALUES (?, ?, ?, ?)", (identity, entry.kind, published, entry.popularity))
    db.executemany("INSERT INTO audience VALUES (?, ?)", [(identity, token) for token in sorted(entry.audience)])
    values = {("kind", entry.kind)}
    for field in FACETS[1:]:
        values.update((field, value) for value in getattr(entry, field))
    db.executemany("INSERT INTO facet VALUES (?, ?, ?)", [(identity, *value) for value in sorted(values)])
    db.execute("INSERT INTO cased(rowid, words) VALUES (?, ?)", (identity, cased_words(" ".join(text))))
    if EVERYONE & entry.audience:
        db.execute("INSERT INTO spell(rowid, words) VALUES (?, ?)", (identity, " ".join(text[:3])))


def read_page(db: sqlite3.Connection, after: str) -> list[Entry]:
    """The entries whose keys follow `after`, at most PAGE, as the tables hold them."""
    rows = db.execute(
        f"SELECT e.id, e.key, e.url, {', '.join('e.' + column for column in COLUMNS)}, v.version, m.kind, m.published,"
        " m.popularity FROM entry e JOIN version v ON v.key = e.key JOIN meta m ON m.id = e.id"
        f" WHERE e.key > ? ORDER BY e.key LIMIT {PAGE}",
        (after,),
    ).fetchall()
    page = []
    for identity, key, url, *texts, version, kind, published, popularity in rows:
        facets: dict[str, list[str]] = {}
        for field, value in db.execute("SELECT field, value FROM facet WHERE id = ? ORDER BY value", (identity,)):
            facets.setdefault(field, []).append(value)
        tokens = db.execute("SELECT token FROM audience WHERE id = ?", (identity,)).fetchall()
        values: dict[str, Any] = dict(zip(COLUMNS, texts, strict=True))
        values |= {name: tuple(facets.get(name, ())) for name in FACETS[1:-1]}
        page.append(
            Entry(
                key=key,
                version=version,
                kind=kind,
                url=url,
                audience=frozenset(token for (token,) in tokens),
                published=None if published is None else EPOCH + timedelta(days=published),
                popularity=popularity,
                **values,
            )
        )
    return page
