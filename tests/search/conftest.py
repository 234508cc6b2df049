"""An index of its own for each test, and one kind of thing to find: Django's groups, a model that needs no other."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet

from search import outbox, registry
from search.ports import Entry
from search.registry import Card, Source
from search.service import get_engine


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
