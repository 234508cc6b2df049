"""The engine of this installation, and how it is doing."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search import outbox, registry
from search.engines.fts5 import FTS5Engine
from search.ports import SearchEngine


def get_engine() -> SearchEngine:
    """The engine that the settings name; one object a file, safe for every thread."""
    return _embedded(Path(settings.SEARCH_FILE))


@lru_cache(maxsize=8)
def _embedded(path: Path) -> SearchEngine:
    return FTS5Engine(path, synonyms=registry.synonyms)


def health() -> Mapping[str, object]:
    """The engine's own words, with `lag_seconds`, `waiting` and `dead` of the outbox."""
    status = outbox.status()
    return {
        **get_engine().health(),
        "lag_seconds": round(status.lag_seconds),
        "waiting": status.waiting,
        "dead": status.dead,
    }
