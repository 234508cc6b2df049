"""Searches as people of several organisations make them. Names are invented."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cms.core.requester import Requester
from cms.discovery.results import SearchHit, SearchPage
from cms.searchlog.services import note_search
from search import outbox
from tests.factories.people import PartnerFactory


@pytest.fixture(autouse=True)
def index(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SEARCH_FILE = tmp_path / "search.sqlite3"
    monkeypatch.setattr(outbox, "_listeners", [])


def hit(key: str) -> SearchHit:
    kind, _, pk = key.partition(":")
    return SearchHit(
        kind=kind, kind_label=kind, key=key, model="", pk=int(pk), title=key, url="/", summary="", title_segments=[],
        snippet_segments=[], date=None, owner="", status="", status_word="", reference="",
    )  # fmt: skip


def answer(text: str, *keys: str, total: int | None = None, **fields: Any) -> SearchPage:
    """What search answered: these things, in this order."""
    given = {"page": 1, "page_size": 20, "sort": "relevance", "facets": {}, "relaxed": False, "suggestion": ""}
    given |= {"degraded": False, **fields}
    return SearchPage(text=text, total=len(keys) if total is None else total, hits=[hit(key) for key in keys], **given)


@pytest.fixture
def member() -> Callable[[str], Requester]:
    """member(slug) -> a person of that organisation; a new person each time."""
    numbers = iter(range(9001, 10_000))

    def make(slug: str, **fields: Any) -> Requester:
        partner = PartnerFactory(slug=slug, **fields)
        return Requester(user_id=next(numbers), partners=frozenset({partner.pk}), acting_for=partner.pk)

    return make


@pytest.fixture
def search(member: Any) -> Callable[..., str]:
    """search(who, text, *keys) -> the mark of a search by a person of the organisation `who`, or by that requester."""

    def run(who: Any, text: str, *keys: str, filters: tuple[str, ...] = (), **fields: Any) -> str:
        by = member(who) if isinstance(who, str) else who
        return note_search(by=by, found=answer(text, *keys, **fields), filters=list(filters))

    return run
