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

from search.engines.fts5_explained import shares_of
from search.engines.fts5_match import (
    Near,
    all_words,
    allowed,
    guards,
    holds,
    joined,
    knows,
    marks,
    near_pairs,
    quoted,
    unlimited,
    weights,
    words_like,
)
from search.engines.fts5_schema import COLUMNS, SCHEMA, SCHEMA_VERSION
from search.engines.fts5_write import FTS5Writing
from search.engines.generations import Generations
from search.ports import FACETS, RECENT_KINDS, STOP, Hit, Query, Ranking, Results, Segments, Share, Synonym, Unavailable
from search.text import (
    CLOSE,
    OPEN,
    Unit,
    bare,
    doubtful_words,
    edits_of,
    no_synonyms,
    segments_of,
    sort_key,
    units_of,
    words,
)

FACET_VALUES = 50
SNIPPET_WORDS = 28
SUMMARY_LETTERS = 200
EXPLAINED = 10
COMPLETED, SPELT = 8, 12  # words of a text that are completed or corrected
SNIPPETS = ("summary", "body", "attachment")  # the first that has the words is shown


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
        if (set(query.filters) | set(query.facets)) - set(FACETS):
            raise ValueError("unknown filter")
        units = units_of(query.text, self.synonyms() if query.synonyms is None else query.synonyms)
        nothing = Results(0, [], {name: [] for name in query.facets}, False)
        if not query.tokens or (query.text.strip() and not units):
            return nothing
        with self._reading() as db:
            relaxed, near = False, dict[str, str]()
            found = self._collect(db, query, units, "AND")
            enough = self.ranking.enough_for(query.size) if len(units) > 1 else 1
            if units and query.relax and query.keys is None and found < enough:
                near = {
                    word: self._near(db, query, word) for word in doubtful_words(units) if not knows(db, query, word)
                }
                if near or len(units) > 1:
                    relaxed = self._collect(db, query, units, "OR", near) > found
                    if not relaxed:
                        near = {}
                        self._collect(db, query, units, "AND")
            match = joined(units, "OR" if relaxed else "AND", near)
            hits = self._hits(db, query, units, match, near, relaxed)
            facets = {name: self._facet(db, query, name) for name in query.facets}
            total = self._total(db, query)
            # Last, as it needs no table of matches and the answer is whole by then.
            little = query.suggest and query.relax and query.keys is None and (relaxed or not found)
            suggestion = self._suggestion(db, query) if little else ""
            return Results(total, hits, facets, relaxed, suggestion)

    def _collect(
        self, db: sqlite3.Connection, query: Query, units: Sequence[Unit], operator: str, near: Near | None = None
    ) -> int:
        """Every visible match with its score, once, in a temporary table; page, total and facets read that.

        Answers how many there are before facets are chosen: a choice of them must not change how words are read.
        """
        db.execute("DROP TABLE IF EXISTS temp.hit")
        db.execute("CREATE TEMP TABLE hit(id INTEGER PRIMARY KEY, score REAL NOT NULL)")
        r = self.ranking
        where, args = allowed(query)
        now = (query.now or datetime.now(UTC)).timestamp() / 86400
        boost = (
            f"(1 + {r.popularity} * m.popularity + CASE WHEN m.kind IN ({marks(len(RECENT_KINDS))})"
            f" AND m.published IS NOT NULL THEN {r.recency} * max(0, 1 - abs(? - m.published) / {r.recency_days}.0)"
            " ELSE 0 END)"
        )
        recent = (*RECENT_KINDS, now)
        if not units:
            return db.execute(
                f"INSERT INTO hit SELECT m.id, {boost} FROM meta m WHERE {where}", (*recent, *args)
            ).rowcount
        rank = f"bm25(fts, {weights(r)})"
        guard, guarded = guards(units, operator, near or {})
        # CROSS JOIN pins the order: full text first, then one narrow row each. A plain JOIN may run FTS once per row.
        found = db.execute(
            f"INSERT INTO hit SELECT m.id, -{rank} * {boost} FROM fts CROSS JOIN meta m"
            f" WHERE fts MATCH ? AND m.id = fts.rowid AND {where}{guard}",
            (*recent, joined(units, operator, near), *args, *guarded),
        ).rowcount
        bonuses = (
            ("exact", "bm25(exact)", joined(units, "OR"), r.exact_title),
            ("fts", rank, " OR ".join(pair for _, pair in near_pairs(units, r)), r.pair),
        )
        for table, ranked, match, weight in bonuses:
            if found and match and weight:
                db.execute(
                    "UPDATE hit SET score = score + b.bonus FROM"
                    f" (SELECT m.id, {-weight} * {ranked} * {boost} AS bonus FROM {table} CROSS JOIN meta m"
                    f" WHERE {table} MATCH ? AND m.id = {table}.rowid) AS b WHERE hit.id = b.id",
                    (*recent, match),
                )
        if found and operator == "OR" and len(units) > 1 and r.all_words:
            statement, args = all_words(units, near or {})
            db.execute(f"UPDATE hit SET score = score * (1 + {r.all_words}) WHERE id IN ({statement})", args)
        return found

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

    def _hits(
        self, db: sqlite3.Connection, query: Query, units: Sequence[Unit], match: str, near: Near, relaxed: bool
    ) -> list[Hit]:
        sql, args = self._chosen(query)
        db.create_function("sort_key", 1, sort_key, deterministic=True)
        order = {
            "relevance": "hit.score DESC, m.published DESC, e.key",
            "newest": "m.published IS NULL, m.published DESC, hit.score DESC, e.key",
            "title": "sort_key(e.title), e.key",
        }[query.sort]
        rows = db.execute(
            "SELECT hit.id, hit.score, e.key, e.title, e.summary FROM hit JOIN meta m ON m.id = hit.id"
            f" JOIN entry e ON e.id = hit.id WHERE 1 {sql} ORDER BY e.key <> ?, {order} LIMIT ? OFFSET ?",
            (*args, query.first, query.size, query.offset),
        ).fetchall()
        cased = [unit.cased for unit in units if unit.cased]
        hits = []
        for at, (identity, score, key, title, summary) in enumerate(rows):
            shown, snippet, attached = segments_of(title), segments_of(_tidy(summary[:SUMMARY_LETTERS])), False
            if match and query.marks:  # only the rows shown
                pieces = self._pieces(db, match, identity, cased)
                shown = pieces["title"]
                marked = {name for name, segments in pieces.items() if any(hit for _, hit in segments)}
                snippet = next((pieces[name] for name in SNIPPETS if name in marked), snippet)
                attached = marked == {"attachment"}
            shares: Sequence[Share] = ()
            if query.explain and at < EXPLAINED:
                shares = shares_of(db, identity, units, near, query, self.ranking, relaxed and len(units) > 1)
            hits.append(Hit(key, score, shown, snippet, attached, shares))
        return hits

    @staticmethod
    def _pieces(db: sqlite3.Connection, match: str, identity: int, cased: Sequence[str]) -> dict[str, Segments]:
        """The title and the best piece of each other field, marked."""
        pieces = ", ".join(
            f"snippet(fts, {at}, '{OPEN}', '{CLOSE}', '\u2026', {SNIPPET_WORDS})" for at in range(1, len(COLUMNS))
        )
        row = db.execute(
            f"SELECT highlight(fts, 0, '{OPEN}', '{CLOSE}'), {pieces} FROM fts WHERE fts MATCH ? AND rowid = ?",
            (match, identity),
        ).fetchone()
        return {name: segments_of(_tidy(text or ""), cased) for name, text in zip(COLUMNS, row, strict=True)}

    def complete(self, query: Query) -> Sequence[tuple[str, str]]:
        parts = words(query.text)[:COMPLETED]
        if not parts or not query.tokens:
            return []
        where, args = allowed(query)
        with self._reading() as db:
            return db.execute(
                "SELECT e.key, e.title FROM exact CROSS JOIN meta m CROSS JOIN entry e WHERE exact MATCH ?"
                f" AND m.id = exact.rowid AND e.id = m.id AND {where}"
                " ORDER BY bm25(exact) - m.popularity, e.key LIMIT ?",
                (" AND ".join(f"{quoted([part])}*" for part in parts), *args, query.size),
            ).fetchall()

    def suggest(self, query: Query) -> str | None:
        """A correction, offered only when this caller finds an entry by it: no word of a hidden entry leaks."""
        if not query.tokens or not query.text:
            return None
        with self._reading() as db:
            return self._suggestion(db, query) or None

    def _suggestion(self, db: sqlite3.Connection, query: Query) -> str:
        found = list(words(query.text))[:SPELT]
        doubtful = doubtful_words([Unit(((word,),)) for word in found], limit=SPELT)
        better = {word: near for word in doubtful if (near := self._correction(db, query, word))}
        found = [better.get(word, word) for word in found]
        units = [Unit(((word,),)) for word in found if word not in STOP]
        return " ".join(found) if better and holds(db, query, joined(units, "AND")) else ""

    def _near(self, db: sqlite3.Connection, query: Query, word: str) -> str:
        """The expression that stands for a word this caller has nowhere: its correction, else what looks like it."""
        better = self._correction(db, query, word)
        if better and holds(db, unlimited(query), quoted([better])):
            return quoted([better])
        return words_like(db, query, word)

    @staticmethod
    def _correction(db: sqlite3.Connection, query: Query, word: str) -> str:
        """A near word of a title, for a word that is in nothing this caller finds: "older" in a text is no slip."""
        plain = bare(word)
        if db.execute("SELECT 1 FROM vocabulary WHERE term = ?", (plain,)).fetchone() or knows(db, query, word):
            return ""
        near = db.execute(
            "SELECT term, doc FROM vocabulary WHERE term BETWEEN ? AND ? AND length(term) BETWEEN ? AND ?",
            (plain[0], plain[0] + "\U0010ffff", len(plain) - 2, len(plain) + 2),
        )
        ranked = [(OSA.distance(plain, term), -count, term) for term, count in near]
        distance, _, best = min(ranked, default=(len(word), 0, ""))
        return best if distance <= edits_of(word) else ""


def _tidy(text: str) -> str:
    return " ".join(text.split())
