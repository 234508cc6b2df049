"""Engines for one measurement: an index of their own, taken away afterwards whatever happens, and never the site's."""

import secrets
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

from django.conf import settings

from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.client import guarded
from search.engines.fts5 import FTS5Engine
from search.ports import STOP, Ranking, SearchEngine
from search.relevance import (
    BATCH,
    DEPTH,
    CollectionError,
    Document,
    Figures,
    Progress,
    measure,
    read_documents,
    read_judgements,
    read_queries,
    score,
)
from search.text import words

ENGINES = ("fts5", "elasticsearch")
PATIENCE = 120.0  # seconds: a thousand hits on a busy machine take longer than a page may
TERMS = 1000  # words of a question; the server takes 1,024 clauses


# -- the product's own query ---------------------------------------------------------------------------
@contextmanager
def throwaway_engine(name: str, ranking: Ranking | None = None) -> Iterator[SearchEngine]:
    """An empty engine of this kind, without the synonyms of the site. Raises Unavailable."""
    if name == "elasticsearch":
        with _elasticsearch(ranking) as engine:
            yield engine
        return
    with tempfile.TemporaryDirectory(prefix="relevance-") as folder:
        embedded = FTS5Engine(Path(folder) / "index.sqlite3", ranking)
        try:
            yield embedded
        finally:
            embedded.generations.close()


@contextmanager
def _elasticsearch(ranking: Ranking | None = None) -> Iterator[ElasticsearchEngine]:
    alias = f"relevance-{secrets.token_hex(6)}"
    engine = ElasticsearchEngine(
        settings.ELASTICSEARCH_URL,
        alias,
        ranking,
        read_timeout=PATIENCE,
        write_timeout=PATIENCE,
        api_key=settings.ELASTICSEARCH_API_KEY,
        ca_certs=settings.ELASTICSEARCH_CA_CERTS,
    )
    try:
        yield engine
    finally:
        try:
            with guarded():
                indices = engine.connection.writer.indices
                for index in indices.get(index=f"{alias}-*", features=["aliases"]).body:
                    indices.delete(index=index, ignore_unavailable=True)
        finally:
            engine.close()


def product_figures(name: str, folder: Path, progress: Progress | None = None) -> Figures:
    """The collection through the product's query. Raises CollectionError, Unavailable."""
    read_queries(folder, read_judgements(folder))  # what is wrong with them shows before an index is made
    with throwaway_engine(name) as engine:
        return measure(engine, folder, progress)


# -- the floor -----------------------------------------------------------------------------------------
def bare_figures(name: str, folder: Path, progress: Progress | None = None) -> Figures:
    """The same questions as one plain match on one English field: what the product's query must never fall below."""
    grades = read_judgements(folder)
    queries = read_queries(folder, grades)
    documents = {document.id: document for document in read_documents(folder)}  # the later of two counts
    if not documents:
        raise CollectionError(f"{folder} holds no document")
    with (_bare_elasticsearch if name == "elasticsearch" else _bare_fts5)(documents, progress) as ask:
        return score(grades, {query: ask(text) for query, text in queries.items()})


Ask = Callable[[str], list[str]]


@contextmanager
def _bare_fts5(documents: dict[str, Document], progress: Progress | None) -> Iterator[Ask]:
    rows = ((f"{document.title} {document.text}", document.id) for document in documents.values())
    # An empty name: SQLite keeps it in a file of its own that is gone when closed.
    with closing(sqlite3.connect("")) as db:
        db.execute("CREATE VIRTUAL TABLE bare USING fts5(words, id UNINDEXED, tokenize='porter unicode61')")
        db.executemany("INSERT INTO bare VALUES (?, ?)", rows)
        if progress:
            progress("documents", len(documents))

        def ask(text: str) -> list[str]:
            found = [word for word in words(text) if word not in STOP][:TERMS]
            match = " OR ".join(f'"{word}"' for word in found)
            if not match:
                return []
            statement = "SELECT id FROM bare WHERE bare MATCH ? ORDER BY rank, rowid LIMIT ?"
            return [row[0] for row in db.execute(statement, (match, DEPTH))]

        yield ask


@contextmanager
def _bare_elasticsearch(documents: dict[str, Document], progress: Progress | None) -> Iterator[Ask]:
    with _elasticsearch() as engine, guarded():
        client = engine.connection.writer
        index = f"{engine.generations.alias}-bare"  # goes with the others of that name
        client.indices.create(
            index=index,
            mappings={"properties": {"words": {"type": "text", "analyzer": "english"}}},
            settings={"number_of_shards": 1, "number_of_replicas": 0},
        )
        ids = list(documents)
        numbered = enumerate(documents.values())
        while batch := list(islice(numbered, BATCH)):
            lines = [
                line
                for at, document in batch
                for line in ({"index": {"_id": f"{at:09}"}}, {"words": f"{document.title} {document.text}"})
            ]
            client.bulk(index=index, operations=lines)
            if progress:
                progress("documents", batch[-1][0] + 1)
        client.indices.refresh(index=index)

        def ask(text: str) -> list[str]:
            question = " ".join(text.split()[:TERMS])
            answer = client.search(
                index=index, query={"match": {"words": question}}, size=DEPTH, source=False, sort=["_score", "_doc"]
            )
            return [ids[int(hit["_id"])] for hit in answer["hits"]["hits"]]

        yield ask
