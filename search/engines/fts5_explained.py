# ruff: noqa: S608 - statements are put together from constants of this package; values are always parameters
"""Where a score of the embedded index comes from, word by word and field by field."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from search.engines.fts5_match import Near, entries_with_all, near_pairs, phrases_of, quoted, weights
from search.engines.fts5_schema import COLUMNS
from search.ports import Query, Ranking, Share
from search.shares import with_boosts
from search.text import Unit, single_of

DAY_S = 86400


def shares_of(
    db: sqlite3.Connection,
    identity: int,
    units: Sequence[Unit],
    near: Near,
    query: Query,
    ranking: Ranking,
    relaxed: bool,
) -> list[Share]:
    """The greatest first; they add up to the score of this row."""
    points: dict[tuple[str, str], float] = {}

    def add(word: str, name: str, value: float) -> None:
        if value:
            points[word, name] = points.get((word, name), 0.0) + value

    single = ", ".join(
        f"-bm25(fts, {', '.join(str(getattr(ranking, name)) if name == column else '0' for name in COLUMNS)})"
        for column in COLUMNS
    )
    found = [(" ".join(phrase), quoted(phrase), unit) for unit in units for phrase in phrases_of(unit)]
    for word, match, unit in found:
        row = db.execute(
            f"SELECT -bm25(fts, {weights(ranking)}), {single} FROM fts WHERE fts MATCH ? AND rowid = ?",
            (near.get(single_of(unit), match), identity),
        ).fetchone()
        if row:
            for name, part in zip(COLUMNS, row[1:], strict=True):
                add(word, name, row[0] * part / (sum(row[1:]) or 1.0))
        row = db.execute(
            "SELECT -bm25(exact) FROM exact WHERE exact MATCH ? AND rowid = ?", (match, identity)
        ).fetchone()
        add(word, "title", row[0] * ranking.exact_title if row else 0.0)
    for pair, match in near_pairs(units, ranking):
        row = db.execute(
            f"SELECT -bm25(fts, {weights(ranking)}) FROM fts WHERE fts MATCH ? AND rowid = ?", (match, identity)
        ).fetchone()
        add(pair, "pair", row[0] * ranking.pair if row else 0.0)
    kind, days, popularity = db.execute(
        "SELECT kind, published, popularity FROM meta WHERE id = ?", (identity,)
    ).fetchone()
    published = datetime.fromtimestamp(days * DAY_S, UTC) if days is not None else None
    every = relaxed and identity in entries_with_all(db, units, near)
    return with_boosts(points, kind, published, popularity, query, ranking, every)
