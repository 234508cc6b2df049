# ruff: noqa: S608 - statements are put together from constants of this package; values are always parameters
"""SQLite FTS5 behind the port: the embedded engine, for up to about 20,000 entries.

The index is a file of its own, beside whatever database the site uses, and is fed by the outbox alone.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rapidfuzz.distance import OSA

from search.engines.fts5_schema import COLUMNS, SCHEMA, SCHEMA_VERSION
from search.engines.fts5_write import FTS5Writing
from search.engines.generations import Generations
from search.ports import FACETS, RECENT_KINDS, STOP, Hit, Query, Ranking, Results, Synonym, Unavailable
from search.text import CLOSE, OPEN, QUESTION, Unit, cased_token, segments_of, units_of, words

FACET_VALUES = 50
SNIPPET_WORDS = 28
CORRECTED, LONG = 5, 6  # letters: shorter words are too near to others; from LONG on two slips are still one word
SUMMARY, BODY, ATTACHMENT = (COLUMNS.index(name) for name in ("summary", "body", "attachment"))


def no_synonyms() -> tuple[Synonym, ...]:
    return ()


def quoted(phrase: Sequence[str]) -> str:
    """A phrase. Every term is quoted: raw user syntax raises."""
    return '"' + " ".join(phrase).replace('"', "") + '"'


def marks(count: int) -> str:
    return ",".join("?" * count)


def joined(units: Sequence[Unit], operator: str) -> str:
    """The match expression of the units; a cased word is matched folded here and guarded by `_guards`."""
    parts = []
    for unit in units:
        phrases = [*unit.phrases, *([words(unit.cased)] if unit.cased else [])]
        parts.append("(" + " OR ".join(quoted(phrase) for phrase in phrases) + ")")
    return f" {operator} ".join(parts)


class FTS5Engine(FTS5Writing):
    """Reading; what writes is in FTS5Writing."""

    def __init__(
        self, path: Path, ranking: Ranking | None = None, synonyms: Callable[[], tuple[Synonym, ...]] = no_synonyms
    ) -> None:
        self.generations = Generations(path, SCHEMA, SCHEMA_VERSION)
        self.ranking = ranking or Ranking()
        self.synonyms = synonyms

    # -- reading -----------------------------------------------------------------------------------
    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self.generations.connection()
        except sqlite3.Error as error:
            self.generations.close()
            raise Unavailable(str(error)) from error

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """One snapshot for all statements of an answer; temporary tables belong to this thread's connection."""
        with self._connection() as db:
            db.execute("BEGIN")
            try:
                yield db
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")  # takes the temporary table with it

    def search(self, query: Query) -> Results:
        if set(query.filters) - set(FACETS) or set(query.facets) - set(FACETS):
            raise ValueError("unknown filter")
        units = units_of(query.text, self.synonyms() if query.synonyms is None else query.synonyms)
        nothing = Results(0, [], {name: [] for name in query.facets}, False)
        if not query.tokens or (query.text.strip() and not units):
            return nothing
        with self._reading() as db:
            relaxed = False
            self._collect(db, query, units, "AND")
            if len(units) > 1 and query.relax and query.keys is None:
                before = self._total(db, query)
                if before < self.ranking.enough:
                    self._collect(db, query, units, "OR")
                    relaxed = self._total(db, query) > before
                    if not relaxed:
                        self._collect(db, query, units, "AND")
            hits = self._hits(db, query, units, joined(units, "OR" if relaxed else "AND"))
            facets = {name: self._facet(db, query, name) for name in query.facets}
            return Results(self._total(db, query), hits, facets, relaxed)

    def _allowed(self, query: Query) -> tuple[str, list[object]]:
        """Who may find what, on a row of meta m: the one place where an audience becomes SQL."""
        tokens = sorted(query.tokens)
        where = [f"EXISTS (SELECT 1 FROM audience a WHERE a.id = m.id AND a.token IN ({marks(len(tokens))}))"]
        args: list[object] = list(tokens)
        if query.kinds is not None:
            where.append(f"m.kind IN ({marks(len(query.kinds))})")
            args.extend(query.kinds)
        for clause, moment in (("m.published >= ?", query.since), ("m.published < ?", query.until)):
            if moment:
                where.append(clause)
                args.append(moment.timestamp() / 86400)
        for clause, keys in (("IN", query.keys), ("NOT IN", query.exclude or None)):
            if keys is not None:
                where.append(f"m.id {clause} (SELECT id FROM entry WHERE key IN ({marks(len(keys))}))")
                args.extend(keys)
        return " AND ".join(where), args

    @staticmethod
    def _guards(units: Sequence[Unit], operator: str) -> tuple[str, list[object]]:
        """SET must be found as SET: rows that hold only "set", and nothing else of the unit, are not matches."""
        groups = [[unit] for unit in units if unit.cased]
        if groups and operator == "OR":
            groups = [list(units)]
        sql, args = "", list[object]()
        for group in groups:
            cased = " OR ".join(cased_token(unit.cased) for unit in group if unit.cased)
            sql += " AND (m.id IN (SELECT rowid FROM cased WHERE cased MATCH ?)"
            args.append(cased)
            safe = [Unit(unit.phrases) for unit in group if unit.phrases]
            if safe:
                sql += " OR m.id IN (SELECT rowid FROM fts WHERE fts MATCH ?)"
                args.append(joined(safe, "OR"))
            sql += ")"
        return sql, args

    def _near(self, units: Sequence[Unit]) -> str:
        singles = [unit.phrases[0][0] for unit in units if len(unit.phrases) == 1 and len(unit.phrases[0]) == 1]
        pairs = [pair for pair in zip(singles, singles[1:], strict=False) if pair[0] != pair[1]]
        near = (f"NEAR({quoted([a])} {quoted([b])}, {self.ranking.pair_slop})" for a, b in pairs)
        return " OR ".join(list(near)[: self.ranking.pair_limit])

    def _collect(self, db: sqlite3.Connection, query: Query, units: Sequence[Unit], operator: str) -> None:
        """Every visible match with its score, once, in a temporary table; page, total and facets read that."""
        db.execute("DROP TABLE IF EXISTS temp.hit")
        db.execute("CREATE TEMP TABLE hit(id INTEGER PRIMARY KEY, score REAL NOT NULL)")
        r = self.ranking
        where, args = self._allowed(query)
        now = (query.now or datetime.now(UTC)).timestamp() / 86400
        boost = (
            f"(1 + {r.popularity} * m.popularity + CASE WHEN m.kind IN ({marks(len(RECENT_KINDS))})"
            f" AND m.published IS NOT NULL THEN {r.recency} * max(0, 1 - abs(? - m.published) / {r.recency_days}.0)"
            " ELSE 0 END)"
        )
        recent = (*RECENT_KINDS, now)
        if not units:
            db.execute(f"INSERT INTO hit SELECT m.id, {boost} FROM meta m WHERE {where}", (*recent, *args))
            return
        weights = ", ".join(str(getattr(r, column)) for column in COLUMNS)
        guard, guarded = self._guards(units, operator)
        # CROSS JOIN pins the order: full text first, then one narrow row each. A plain JOIN may run FTS once per row.
        db.execute(
            f"INSERT INTO hit SELECT m.id, -bm25(fts, {weights}) * {boost} FROM fts CROSS JOIN meta m"
            f" WHERE fts MATCH ? AND m.id = fts.rowid AND {where}{guard}",
            (*recent, joined(units, operator), *args, *guarded),
        )
        bonuses = (
            ("exact", "bm25(exact)", joined(units, "OR"), r.exact_title),
            ("fts", f"bm25(fts, {weights})", self._near(units), r.pair),
        )
        for table, rank, match, weight in bonuses:
            if match and weight:
                db.execute(
                    "UPDATE hit SET score = score + b.bonus FROM"
                    f" (SELECT m.id, {-weight} * {rank} * {boost} AS bonus FROM {table} CROSS JOIN meta m"
                    f" WHERE {table} MATCH ? AND m.id = {table}.rowid) AS b WHERE hit.id = b.id",
                    (*recent, match),
                )

    @staticmethod
    def _chosen(query: Query, but: str = "") -> tuple[str, list[object]]:
        sql, args = "", list[object]()
        for name, values in query.filters.items():
            if values and name != but:
                sql += (
                    " AND EXISTS (SELECT 1 FROM facet c WHERE c.id = hit.id AND c.field = ?"
                    f" AND c.value IN ({marks(len(values))}))"
                )
                args += [name, *values]
        return sql, args

    def _total(self, db: sqlite3.Connection, query: Query) -> int:
        sql, args = self._chosen(query)
        return int(db.execute(f"SELECT count(*) FROM hit WHERE 1 {sql}", args).fetchone()[0])

    def _facet(self, db: sqlite3.Connection, query: Query, name: str) -> list[tuple[str, int]]:
        sql, args = self._chosen(query, but=name)
        return db.execute(
            f"SELECT f.value, count(*) AS n FROM hit CROSS JOIN facet f WHERE f.id = hit.id AND f.field = ? {sql}"
            f" GROUP BY f.value ORDER BY n DESC, f.value LIMIT {FACET_VALUES}",
            (name, *args),
        ).fetchall()

    def _hits(self, db: sqlite3.Connection, query: Query, units: Sequence[Unit], match: str) -> list[Hit]:
        sql, args = self._chosen(query)
        order = {
            "relevance": "hit.score DESC, m.published DESC, e.key",
            "newest": "m.published IS NULL, m.published DESC, hit.score DESC, e.key",
            "title": "e.title COLLATE NOCASE, e.key",
        }[query.sort]
        rows = db.execute(
            "SELECT hit.id, hit.score, e.key, e.title, e.summary FROM hit JOIN meta m ON m.id = hit.id"
            f" JOIN entry e ON e.id = hit.id WHERE 1 {sql} ORDER BY e.key <> ?, {order} LIMIT ? OFFSET ?",
            (*args, query.first, query.size, query.offset),
        ).fetchall()
        cased = [unit.cased for unit in units if unit.cased]
        hits = []
        for identity, score, key, title, summary in rows:
            snippet = summary[:200]
            if match and query.marks:  # only the rows shown
                title, *candidates = db.execute(
                    f"SELECT highlight(fts, 0, '{OPEN}', '{CLOSE}'),"
                    + ",".join(
                        f"snippet(fts, {column}, '{OPEN}', '{CLOSE}', '\u2026', {SNIPPET_WORDS})"
                        for column in (SUMMARY, BODY, ATTACHMENT)
                    )
                    + " FROM fts WHERE fts MATCH ? AND rowid = ?",
                    (match, identity),
                ).fetchone()
                snippet = next((text for text in candidates if OPEN in (text or "")), snippet)
            hits.append(Hit(key, score, segments_of(title, cased), segments_of(" ".join(snippet.split()), cased)))
        return hits

    def complete(self, query: Query) -> Sequence[tuple[str, str]]:
        parts = words(query.text)[:8]
        if not parts or not query.tokens:
            return []
        where, args = self._allowed(query)
        with self._reading() as db:
            return db.execute(
                "SELECT e.key, e.title FROM exact CROSS JOIN meta m CROSS JOIN entry e WHERE exact MATCH ?"
                f" AND m.id = exact.rowid AND e.id = m.id AND {where}"
                " ORDER BY bm25(exact) - m.popularity, e.key LIMIT ?",
                (" AND ".join(f"{quoted([part])}*" for part in parts), *args, query.size),
            ).fetchall()

    def suggest(self, query: Query) -> str | None:
        """A correction, offered only when this caller finds an entry by it: no word of a hidden entry leaks."""
        found, changed = list(words(query.text))[:12], False
        if not query.tokens:
            return None
        with self._reading() as db:
            for at, word in enumerate(found):
                better = self._correction(db, query, word) if len(word) >= CORRECTED else None
                if better:
                    found[at], changed = better, True
            if not changed:
                return None
            units = [Unit(((word,),)) for word in found if word not in STOP]
            self._collect(db, query, units, "AND")
            return " ".join(found) if self._total(db, query) else None

    def _correction(self, db: sqlite3.Connection, query: Query, word: str) -> str | None:
        """A near word of a title, for a word that is in nothing this caller finds: "older" in a text is no slip."""
        if (
            word in STOP
            or word in QUESTION
            or db.execute("SELECT 1 FROM vocabulary WHERE term = ?", (word,)).fetchone()
        ):
            return None
        self._collect(db, query, [Unit(((word,),))], "AND")
        if db.execute("SELECT 1 FROM hit").fetchone():
            return None
        near = db.execute(
            "SELECT term, doc FROM vocabulary WHERE term BETWEEN ? AND ? AND length(term) BETWEEN ? AND ?",
            (word[0], word[0] + "\U0010ffff", len(word) - 2, len(word) + 2),
        )
        ranked = min(((OSA.distance(word, term), -count, term) for term, count in near), default=None)
        return ranked[2] if ranked and ranked[0] <= (1 if len(word) < LONG else 2) else None
