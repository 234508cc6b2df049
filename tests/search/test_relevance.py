"""The gate on relevance: a judged collection, its figures, and the floor below which nobody ships."""

import collections
import csv
import json
import math
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.fts5 import FTS5Engine
from search.ports import Entry, Query
from tests.factories.engines import publish

pytestmark = pytest.mark.shared_data
SHARED = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[3] / "shared"))
CRANFIELD = SHARED / "data" / "cranfield"
EVERYONE = frozenset({"members"})
NDCG_FLOOR, MAP_FLOOR = 0.37, 0.30


def entries() -> Iterator[Entry]:
    for line in (CRANFIELD / "documents.jsonl").open(encoding="utf-8"):
        document = json.loads(line)
        sentences = re.split(r"(?<=[.?!])\s+", document["text"])
        summary, body = " ".join(sentences[:2]), " ".join(sentences[2:])
        yield Entry(
            document["id"], 1, "guidance", "/", document["title"] or "untitled", EVERYONE, summary=summary, body=body
        )


def judged() -> tuple[dict[str, str], dict[str, dict[str, int]]]:
    grades: dict[str, dict[str, int]] = collections.defaultdict(dict)
    with (CRANFIELD / "qrels.tsv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            grades[row["query"]][row["document"]] = int(row["grade"])
    queries = {q["id"]: q["text"] for q in map(json.loads, (CRANFIELD / "queries.jsonl").open(encoding="utf-8"))}
    return {q: text for q, text in queries.items() if q in grades}, dict(grades)


def ndcg(ranked: list[str], grades: dict[str, int], depth: int = 10) -> float:
    def gain(values: list[int]) -> float:
        return sum(max(0, value) / math.log2(at + 2) for at, value in enumerate(values[:depth]))

    ideal = gain(sorted(grades.values(), reverse=True))
    return gain([grades.get(key, 0) for key in ranked]) / ideal if ideal else 0.0


def average_precision(ranked: list[str], grades: dict[str, int]) -> float:
    relevant = {key for key, grade in grades.items() if grade > 0}
    found, total = 0, 0.0
    for at, key in enumerate(ranked, start=1):
        if key in relevant:
            found += 1
            total += found / at
    return total / len(relevant) if relevant else 0.0


def test_cranfield_stays_above_its_floor(tmp_path: Path) -> None:
    if not CRANFIELD.exists():
        pytest.skip("the judged collection is not in SHARED_DIR")
    engine = FTS5Engine(tmp_path / "search.sqlite3")
    publish(engine, entries())
    queries, grades = judged()
    gains, precisions = [], []
    for query, text in queries.items():
        ranked = [hit.key for hit in engine.search(Query(text, EVERYONE, size=1000, marks=False)).hits]
        gains.append(ndcg(ranked, grades[query]))
        precisions.append(average_precision(ranked, grades[query]))
    engine.generations.close()
    score, precision = sum(gains) / len(gains), sum(precisions) / len(precisions)
    print(f"Cranfield, FTS5: nDCG@10 {score:.3f}, MAP {precision:.3f}, {len(gains)} questions")
    assert score >= NDCG_FLOOR
    assert precision >= MAP_FLOOR
