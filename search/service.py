"""The engine of this installation, and how it is doing."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search import outbox, registry, targets
from search.breaker import Guarded
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.fts5 import FTS5Engine
from search.ports import SearchEngine


def get_engine() -> SearchEngine:
    """The engine that the settings name; one object an index, safe for every thread."""
    if not settings.ELASTICSEARCH_URL:
        return _embedded(Path(settings.SEARCH_FILE))
    return _remote(
        settings.ELASTICSEARCH_URL,
        settings.SEARCH_INDEX,
        settings.ELASTICSEARCH_API_KEY,
        settings.ELASTICSEARCH_CA_CERTS,
        settings.ELASTICSEARCH_REPLICAS,
        settings.SEARCH_READ_TIMEOUT_S,
        settings.SEARCH_WRITE_TIMEOUT_S,
    )


@lru_cache(maxsize=8)
def _embedded(path: Path) -> SearchEngine:
    return FTS5Engine(path, synonyms=registry.synonyms)


@lru_cache(maxsize=8)
def _remote(
    url: str, alias: str, api_key: str, ca_certs: str, replicas: int, read_timeout: float, write_timeout: float
) -> SearchEngine:
    return Guarded(
        ElasticsearchEngine(
            url,
            alias,
            synonyms=registry.synonyms,
            read_timeout=read_timeout,
            write_timeout=write_timeout,
            replicas=replicas,
            api_key=api_key,
            ca_certs=ca_certs,
        )
    )


def engine_health() -> Mapping[str, object]:
    """The engine's own words; "missing" where its index is one that changes are not sent to."""
    engine = get_engine()
    told = engine.health()
    if told["state"] == "ok" and not targets.kept_up_to_date(engine):
        return {**told, "state": "missing", "reason": "the search index has missed changes and must be built anew"}
    return told


def health() -> Mapping[str, object]:
    """What `engine_health` says, with `lag_seconds`, `waiting` and `dead` of the outbox. Never raises."""
    status = outbox.status()
    return {**engine_health(), "lag_seconds": round(status.lag_seconds), "waiting": status.waiting, "dead": status.dead}
