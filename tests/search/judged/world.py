"""The content that `make run` loads, in a test database, and both engines over it; it is taken back at the end."""

import datetime
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import time_machine
from django.db import transaction
from django.test import override_settings

from cms.overview.demo.loading import load_demo
from search import registry
from search.rebuild import rebuild
from search.service import get_engine
from tests.search.judged.measuring import Answer, answers, requesters, stable_name
from tests.search.judged.questions import Question

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)  # examples count from today, and news fades
PATIENT = {"SEARCH_READ_TIMEOUT_S": 60.0, "SEARCH_WRITE_TIMEOUT_S": 120.0}  # relevance is measured here, not time


def address() -> str:
    """Where the tests' Elasticsearch is; empty where there is none."""
    return os.environ.get("TEST_ELASTICSEARCH_URL", "")


@contextmanager
def content(folder: Path) -> Iterator[None]:
    """Everything that `make run` loads, at a fixed moment, as long as the block runs."""
    embedded = {"DATA_DIR": folder, "SEARCH_FILE": folder / "search.sqlite3", "ELASTICSEARCH_URL": ""}
    taken_back = transaction.atomic()
    taken_back._from_testcase = True  # type: ignore[attr-defined]  # as Django's own tests mark theirs
    with override_settings(**embedded), time_machine.travel(NOW), taken_back:
        load_demo()
        try:
            yield
        finally:
            get_engine().generations.close()  # type: ignore[attr-defined]
            transaction.set_rollback(True)


@contextmanager
def on(engine: str) -> Iterator[None]:
    """Search runs on this engine while the block runs; an Elasticsearch index is its own and goes at the end."""
    if engine == "fts5":
        yield
        return
    own = {"ELASTICSEARCH_URL": address(), "SEARCH_INDEX": f"judged-{secrets.token_hex(6)}", **PATIENT}
    with override_settings(**own):
        try:
            rebuild()
            yield
        finally:
            remote = get_engine().engine  # type: ignore[attr-defined]  # without the breaker around it
            indices = remote.connection.writer.indices
            for name in indices.get(index=f"{own['SEARCH_INDEX']}-*").body:
                indices.delete(index=name)
            remote.close()


def engines() -> tuple[str, ...]:
    return ("fts5", "elasticsearch") if address() else ("fts5",)


def measured(questions: list[Question]) -> dict[str, list[Answer]]:
    """The answers by engine, of those that are here; inside `content`."""
    by = requesters()
    found = {}
    for engine in engines():
        with on(engine):
            found[engine] = answers(questions, by)
    return found


def things() -> set[str]:
    """The stable names of everything that is in the index."""
    entries = [
        entry for source in registry.sources() for entry in registry.read_entries(source, list(source.live_pks()))[0]
    ]
    return {stable_name(entry.kind, entry.url, entry.title) for entry in entries}
