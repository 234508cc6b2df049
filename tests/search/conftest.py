"""An index of its own for each test, and one kind of thing to find: Django's groups, a model that needs no other."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet

from search import outbox, registry
from search.engines.fts5 import FTS5Engine
from search.ports import Entry, SearchEngine
from search.registry import Card, Source
from search.service import get_engine
from tests.factories.engines import ENGINES, PATIENCE_S, new_alias, publish, remote, remove_all, server
from tests.search.world import SEED, SYNONYMS, WORLD


def entry_of(group: Group) -> Entry:
    if "poison" in group.name:
        raise RuntimeError("this object cannot be read")
    return Entry(
        key=f"group:{group.pk}",
        version=0,
        kind="group",
        url=f"/groups/{group.pk}",
        title=group.name,
        audience=frozenset({"members"}),
    )


def listed() -> QuerySet[Group]:
    return Group.objects.exclude(name__startswith="hidden").exclude(name__in=("Editors", "Moderators"))  # Wagtail's own


def entries(pks: Sequence[int]) -> list[Entry]:
    return [entry_of(group) for group in listed().filter(pk__in=pks)]


@pytest.fixture(autouse=True)
def index(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    settings.SEARCH_FILE = tmp_path / "search.sqlite3"  # type: ignore[attr-defined]
    settings.ELASTICSEARCH_URL = ""  # type: ignore[attr-defined]
    source = Source(
        "group",
        "Groups",
        Group,
        lambda: listed().values_list("pk", flat=True),
        entries,
        lambda requester: Group.objects.all(),
        lambda group: Card(group.name, f"/groups/{group.pk}"),
        titles=("name",),
    )
    monkeypatch.setattr(registry, "_sources", {"group": source})
    monkeypatch.setattr(registry, "_synonyms", [])
    monkeypatch.setattr(outbox, "_listeners", [])
    embedded = get_engine()
    yield tmp_path
    embedded.generations.close()  # type: ignore[attr-defined]


@pytest.fixture(params=ENGINES)
def on_both(request: pytest.FixtureRequest, settings: Any, index: Path) -> Iterator[None]:
    """For `usefixtures`: the test runs on each engine, as the settings name it."""
    if request.param == "elasticsearch":
        settings.ELASTICSEARCH_URL, settings.SEARCH_INDEX = server(), new_alias()
        settings.SEARCH_READ_TIMEOUT_S = PATIENCE_S
        used: Any = get_engine()
        yield
        remove_all(used.engine)
    else:
        yield


@pytest.fixture
def save() -> object:
    """Save a group as a service would: the change and its outbox row in one transaction."""

    def save_group(name: str, pk: int | None = None) -> Group:
        with transaction.atomic():
            group = Group.objects.get(pk=pk) if pk else Group()
            group.name = name
            group.save()
            outbox.record(f"group:{group.pk}")
        return group

    return save_group


@contextmanager
def made(name: str, folder: Path) -> Iterator[SearchEngine]:
    """An empty engine of this kind, for one test or one session."""
    if name == "elasticsearch":
        with remote(synonyms=lambda: SYNONYMS) as engine:
            yield engine
    else:
        embedded = FTS5Engine(folder / "contract.sqlite3", synonyms=lambda: SYNONYMS)
        yield embedded
        embedded.generations.close()


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    """An engine without any generation."""
    with made(request.param, tmp_path) as engine:
        yield engine


@pytest.fixture
def engine(empty: SearchEngine) -> SearchEngine:
    """An engine with a few entries, for a test that writes."""
    publish(empty, SEED)
    return empty


@pytest.fixture(scope="session", params=ENGINES)
def seeded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    """An engine with all of the world, for tests that only read."""
    with made(request.param, tmp_path_factory.mktemp("contract")) as engine:
        publish(engine, WORLD)
        yield engine
