"""An engine's index filled by hand, without the database: what the tests of the port start from."""

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from search.engines.elasticsearch import ElasticsearchEngine
from search.ports import Entry, Refusal, SearchEngine

PATIENCE_S = 20.0  # a busy machine is no fault of the engine's
ENGINES = ("fts5", pytest.param("elasticsearch", marks=pytest.mark.service("elasticsearch")))


def server() -> str:
    return os.environ["TEST_ELASTICSEARCH_URL"]


def new_alias() -> str:
    """The name of an index that no other test, worker or person has."""
    return f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'one')}-{secrets.token_hex(5)}"


@contextmanager
def remote(**options: Any) -> Iterator[ElasticsearchEngine]:
    """An engine of its own on the real server; whatever it made is removed."""
    engine = ElasticsearchEngine(server(), new_alias(), read_timeout=PATIENCE_S, **options)
    try:
        yield engine
    finally:
        remove_all(engine)


def indices_of(engine: ElasticsearchEngine) -> set[str]:
    return set(engine.connection.writer.indices.get(index=f"{engine.generations.alias}*").body)


def remove_all(engine: ElasticsearchEngine) -> None:
    for index in indices_of(engine):
        engine.connection.writer.indices.delete(index=index)
    engine.close()


def publish(engine: SearchEngine, entries: Iterable[Entry]) -> str:
    """A new live generation that holds these entries; its name."""
    name = engine.create()
    refused = engine.write(name, entries, [])
    assert not refused, refused
    engine.publish(name)
    return name


def write(
    engine: SearchEngine, upserts: Iterable[Entry], deletes: Iterable[tuple[str, int]] = ()
) -> Mapping[str, Refusal]:
    """Write to the live generation, and wait until it shows."""
    live = engine.live()
    assert live
    refused = engine.write(live, upserts, deletes)
    engine.counts(live)
    return refused
