# ruff: noqa: S608 - statements are put together from constants of this package; values are always parameters
"""Questions in the words of SQLite: match expressions, who may find what, and words like one that is not there."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from search.engines.fts5_schema import COLUMNS, TOKENS
from search.ports import Query, Ranking
from search.text import Unit, bare, cased_token, edits_of, pairs_of, single_of, words

WIDENED = 50  # near words that stand in for one that is not there
STEMS = f"porter {TOKENS}"

Near = Mapping[str, str]  # a word that is not there -> the expression of words like it


def quoted(phrase: Sequence[str]) -> str:
    """A phrase. Every term is quoted: raw user syntax raises."""
    return '"' + " ".join(phrase).replace('"', "") + '"'


def marks(count: int) -> str:
    return ",".join("?" * count)


def phrases_of(unit: Unit) -> list[Sequence[str]]:
    """A cased word is matched folded here and guarded by `guards`."""
    return [*unit.phrases, *([words(unit.cased)] if unit.cased else [])]


def joined(units: Sequence[Unit], operator: str, near: Near | None = None) -> str:
    """The match expression of the units."""
    parts = []
    for unit in units:
        instead = (near or {}).get(single_of(unit), "")
        parts.append(instead or "(" + " OR ".join(quoted(phrase) for phrase in phrases_of(unit)) + ")")
    return f" {operator} ".join(parts)


def weights(ranking: Ranking) -> str:
    return ", ".join(str(getattr(ranking, column)) for column in COLUMNS)


def near_pairs(units: Sequence[Unit], ranking: Ranking) -> list[tuple[str, str]]:
    """(words, expression) of neighbouring words that stand close together."""
    pairs = pairs_of(units, ranking.pair_limit)
    return [(f"{a} {b}", f"NEAR({quoted([a])} {quoted([b])}, {ranking.pair_slop})") for a, b in pairs]


def allowed(query: Query) -> tuple[str, list[object]]:
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


def guards(units: Sequence[Unit], operator: str, near: Near) -> tuple[str, list[object]]:
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
            args.append(joined(safe, "OR", near))
        sql += ")"
    return sql, args


def holds(db: sqlite3.Connection, query: Query, match: str) -> bool:
    """Whether this caller may find any entry by the expression."""
    where, args = allowed(query)
    row = db.execute(
        f"SELECT 1 FROM fts CROSS JOIN meta m WHERE fts MATCH ? AND m.id = fts.rowid AND {where} LIMIT 1",
        (match, *args),
    ).fetchone()
    return row is not None


def all_words(units: Sequence[Unit], near: Near) -> tuple[str, list[object]]:
    """The statement for the ids of entries that have every unit, whoever may find them."""
    guard, guarded = guards(units, "AND", near)
    statement = f"SELECT m.id FROM fts CROSS JOIN meta m WHERE fts MATCH ? AND m.id = fts.rowid{guard}"
    return statement, [joined(units, "AND", near), *guarded]


def entries_with_all(db: sqlite3.Connection, units: Sequence[Unit], near: Near) -> set[int]:
    return {row[0] for row in db.execute(*all_words(units, near))}


def unlimited(query: Query) -> Query:
    """All that this caller may find, whatever else is asked."""
    return replace(query, exclude=(), keys=None, since=None, until=None)


def knows(db: sqlite3.Connection, query: Query, word: str) -> bool:
    """Whether any entry that this caller may find has the word, whatever else is asked."""
    return holds(db, unlimited(query), quoted([word]))


def words_like(db: sqlite3.Connection, query: Query, word: str) -> str:
    """The expression of the stems nearest to the word's that this caller has; of the word itself where there are none.

    A rarer word that is further off would score above the one that was meant, so only the nearest count.
    """
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.stems USING fts5vocab(main, fts, row)")
    stem = stems_of(db, [word])[word]
    limit = edits_of(word)
    rows = db.execute("SELECT term FROM temp.stems WHERE term >= ? AND term < ?", (stem[0], stem[0] + "\U0010ffff"))
    ranked = sorted(
        (distance, term)
        for (term,) in rows
        if (distance := OSA.distance(stem, term, score_cutoff=limit)) <= limit  # beyond it, limit + 1
    )
    again = stems_of(db, [term for _, term in ranked])
    for nearest in range(limit + 1):
        terms = [term for distance, term in ranked if distance == nearest][:WIDENED]
        # A stem is cut again when it is matched; where that changes it, what begins with the rest is near enough.
        match = " OR ".join(quoted([term]) + ("" if again[term] == term else " *") for term in terms)
        if match and holds(db, unlimited(query), match):
            return f"({match})"
    return quoted([word])


def stems_of(db: sqlite3.Connection, found: Sequence[str]) -> dict[str, str]:
    """Each word as the index cuts it."""
    db.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.cutter USING fts5(word, tokenize='{STEMS}')")
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.cut USING fts5vocab(temp, cutter, instance)")
    db.executemany("INSERT INTO temp.cutter(rowid, word) VALUES (?, ?)", enumerate(found))
    cut = dict(db.execute("SELECT doc, term FROM temp.cut").fetchall())
    db.execute("DELETE FROM temp.cutter")
    return {word: cut.get(at, bare(word)) for at, word in enumerate(found)}
