"""How well an engine answers a judged collection: documents, questions, and who found what useful.

A collection is a folder of `documents.jsonl` (`id`, `title`, `text`), `queries.jsonl` (`id`, `text`) and `qrels.tsv`
(`query`, `document`, `grade`; grade 1 or more is relevant). It is asked with the product's own query and `Ranking`,
without the synonyms of a site, so that the figures depend on the folder alone. They are ir-measures' own: nDCG@10,
AP and R@100 of the thousand best, averaged over the questions that have judgements and a text.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import ir_measures
from ir_measures import AP, R, nDCG

from search.ports import Entry, Query, SearchEngine

DOCUMENTS, QUERIES, JUDGEMENTS = "documents.jsonl", "queries.jsonl", "qrels.tsv"
EVERYONE = frozenset({"members"})
DEPTH = 1000  # hits of a question that are looked at
BATCH = 500  # documents written at a time
SENTENCE = re.compile(r"(?<=[.?!])\s+")
NO_TITLE = "\u2014"  # an engine wants a title; this one has no word in it
# What others call the same columns.
COLUMNS = {
    "query": ("query", "query_id", "query-id", "qid", "topic"),
    "document": ("document", "document_id", "document-id", "doc", "doc_id", "docid", "docno", "corpus-id"),
    "grade": ("grade", "relevance", "rel", "score", "label"),
}
NDCG, PRECISION, RECALL = nDCG @ 10, AP, R @ 100

Grades = Mapping[str, Mapping[str, int]]  # question -> document -> grade
Run = Mapping[str, list[str]]  # question -> documents, the best first
Progress = Callable[[str, int], None]


class CollectionError(ValueError):
    """The folder does not hold a judged collection; says which file, which line and why."""


@dataclass(frozen=True, slots=True)
class Document:
    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Figures:
    ndcg: float
    precision: float
    recall: float
    queries: int

    def as_json(self) -> dict[str, float | int]:
        figures = (round(value, 4) for value in (self.ndcg, self.precision, self.recall))
        return {**dict(zip(("ndcg@10", "map", "recall@100"), figures, strict=True)), "queries": self.queries}


# -- reading -------------------------------------------------------------------------------------------
def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """(number, line) of those that hold something; any line end, with or without a byte order mark."""
    try:
        with path.open(encoding="utf-8-sig") as handle:
            for number, line in enumerate(handle, start=1):
                if line.strip():
                    yield number, line.rstrip("\n")
    except OSError as error:
        raise CollectionError(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise CollectionError(f"{path} is not UTF-8: {error}") from error


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in _lines(path):
        try:
            found = json.loads(line)
        except ValueError as error:
            raise CollectionError(f"{path}, line {number}: not JSON: {error}") from error
        if not isinstance(found, dict) or found.get("id", found.get("_id")) is None:
            raise CollectionError(f"{path}, line {number}: not an object with an id")
        yield found | {"id": str(found.get("id", found.get("_id")))}


def read_documents(folder: Path) -> Iterator[Document]:
    """One by one, so that the size of a collection does not matter. Raises CollectionError."""
    for found in _objects(folder / DOCUMENTS):
        yield Document(found["id"], str(found.get("title") or ""), str(found.get("text") or ""))


def read_judgements(folder: Path) -> dict[str, dict[str, int]]:
    """Grades by question and document; columns by their header in any order, or as the format has them without one.

    A grade below 0 counts as 0. Four columns without a header are those of TREC, with an iteration in between.
    """
    path = folder / JUDGEMENTS
    grades: dict[str, dict[str, int]] = {}
    order: tuple[int, int, int] | None = None
    for number, line in _lines(path):
        # A tab parts the columns, so that an id may hold spaces; quotes are part of an id.
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))]
        if len(cells) == 1:
            cells = line.split()
        if order is None:
            order = _header(cells)
            if order:
                continue
            order = (0, 2, 3) if len(cells) == 4 else (0, 1, 2)
        try:
            query, document, grade = (cells[at] for at in order)
            value = int(float(grade))
        except (IndexError, ValueError, OverflowError) as error:
            raise CollectionError(
                f"{path}, line {number}: not a question, a document and a grade: {line[:80]!r}"
            ) from error
        grades.setdefault(query, {})[document] = max(0, value)
    return grades


def _header(cells: list[str]) -> tuple[int, int, int] | None:
    names = [cell.casefold() for cell in cells]
    found = [next((names.index(name) for name in known if name in names), -1) for known in COLUMNS.values()]
    return (found[0], found[1], found[2]) if min(found) >= 0 else None


def read_queries(folder: Path, grades: Grades) -> dict[str, str]:
    """The text of each question that has judgements. Raises CollectionError where there is none."""
    texts = {found["id"]: str(found.get("text") or "") for found in _objects(folder / QUERIES)}
    queries = {query: text for query, text in texts.items() if grades.get(query)}
    if not queries:
        raise CollectionError(f"{folder}: no question of {QUERIES} has a judgement in {JUDGEMENTS}")
    return queries


# -- indexing and asking -------------------------------------------------------------------------------
def to_entry(document: Document, key: str) -> Entry:
    """A title stands for itself, its first two sentences for the summary; without a title all of it is body."""
    summary, body = "", document.text
    if document.title.strip():
        sentences = SENTENCE.split(document.text)
        summary, body = " ".join(sentences[:2]), " ".join(sentences[2:])
    title = document.title if document.title.strip() else NO_TITLE
    return Entry(key, 1, "guidance", "/", title, EVERYONE, summary=summary, body=body)


def fill(engine: SearchEngine, documents: Iterator[Document], progress: Progress | None = None) -> list[str]:
    """Put the documents into a generation of the engine and publish it; the ids, by the number in their key.

    Keys are numbers of equal length, so that no letter of an id matters and ties fall in the order of the file. Of two
    documents with one id the later counts. Raises CollectionError for a document that the engine refuses.
    """
    generation = engine.create()
    numbers: dict[str, int] = {}
    done = 0
    while batch := list(islice(documents, BATCH)):
        unique = {numbers.setdefault(document.id, len(numbers)): document for document in batch}
        refused = engine.write(generation, [to_entry(document, key_of(at)) for at, document in unique.items()], ())
        for key, refusal in refused.items():
            raise CollectionError(f"document {unique[int(key.partition(':')[2])].id!r}: {refusal.reason}")
        done += len(batch)
        if progress:
            progress("documents", done)
    if not numbers:
        raise CollectionError(f"{DOCUMENTS} holds no document")
    engine.publish(generation)
    return list(numbers)


def key_of(number: int) -> str:
    return f"document:{number:09}"


def ask(engine: SearchEngine, ids: list[str], queries: Mapping[str, str], progress: Progress | None = None) -> Run:
    """The product's own query, the thousand best of each question; an empty one asks for nothing in particular."""
    run = {}
    for done, (query, text) in enumerate(queries.items(), start=1):
        hits = engine.search(Query(text, EVERYONE, size=DEPTH, marks=False)).hits if text.strip() else ()
        run[query] = [ids[int(hit.key.partition(":")[2])] for hit in hits]
        if progress:
            progress("questions", done)
    return run


def score(grades: Grades, run: Run) -> Figures:
    """The averages over the questions of `run`; one that found nothing counts as 0."""
    asked = {query: dict(grades[query]) for query in run}
    # Ranks and not scores: an engine's order of ties is its answer.
    ranked = {query: {document: float(-at) for at, document in enumerate(found)} for query, found in run.items()}
    found = ir_measures.calc_aggregate([NDCG, PRECISION, RECALL], asked, ranked)
    return Figures(float(found[NDCG]), float(found[PRECISION]), float(found[RECALL]), len(asked))


def measure(engine: SearchEngine, folder: Path, progress: Progress | None = None) -> Figures:
    """Fill the engine, which should be a throw-away one, with the collection and score its answers."""
    grades = read_judgements(folder)
    queries = read_queries(folder, grades)
    ids = fill(engine, read_documents(folder), progress)
    return score(grades, ask(engine, ids, queries, progress))
