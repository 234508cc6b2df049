"""A small index, a member who keeps searches, and the steps between a change and a mail."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from cms.core.requester import Requester
from cms.jobs.services import run_waiting
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.saved_searches import tasks
from cms.saved_searches.models import SavedSearch, SavedSearchAlert
from cms.saved_searches.services import save_search
from cms.snippets.models import Partner
from search import outbox, worker
from search.service import get_engine
from tests.factories.engines import ENGINES, PATIENCE_S, new_alias, remove_all, server
from tests.factories.people import UserFactory
from tests.factories.searchable import build, guidance, partner

FRIDAY = datetime.datetime(2026, 6, 5, 12, tzinfo=datetime.UTC)  # at noon; London is an hour ahead


ON_BOTH = "test_finding"  # module: the others ask the engine nothing that this one does not


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.module.__name__.endswith(ON_BOTH):
        metafunc.parametrize("index", ENGINES, indirect=True)


@pytest.fixture(autouse=True)
def index(
    request: pytest.FixtureRequest, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, db: None
) -> Iterator[None]:
    """An index of this test's own, and Friday noon."""
    remote = getattr(request, "param", "fts5") == "elasticsearch"
    settings.SEARCH_FILE = tmp_path / "search.sqlite3"
    settings.ELASTICSEARCH_URL = server() if remote else ""
    settings.SEARCH_INDEX = new_alias()
    settings.SEARCH_READ_TIMEOUT_S = PATIENCE_S
    settings.FRONTEND_ORIGIN = "https://members.example"
    monkeypatch.setattr(outbox, "_listeners", [])
    with at(FRIDAY):
        yield
    if remote:
        remove_all(get_engine().engine)  # type: ignore[attr-defined]
    else:
        get_engine().generations.close()  # type: ignore[attr-defined]


@pytest.fixture
def ours() -> Partner:
    return partner("ours", membership="member")


@pytest.fixture
def owner(ours: Partner) -> User:
    made: User = UserFactory(email="owner@example.org", member_of=[ours])
    return made


@pytest.fixture
def by(owner: User) -> Requester:
    return requester_of(owner)


@pytest.fixture
def old(ours: Partner) -> Any:
    """A page with the word, there before anything was saved."""
    page = guidance("hoarding old", slug="old")
    build()
    return page


@pytest.fixture
def keep(by: Requester, old: Any) -> Callable[..., SavedSearch]:
    """Keep a search; it is Friday noon."""

    def make(text: str = "hoarding", **given: Any) -> SavedSearch:
        who = given.pop("by", by)
        number = SavedSearch.objects.count()
        return save_search(by=who, submission_id=f"form {number}", text=text, **given)

    return make


def at(moment: datetime.datetime) -> Any:
    return time_machine.travel(moment, tick=False)


def after(**gap: float) -> datetime.datetime:
    return FRIDAY + datetime.timedelta(**gap)


def index_changes(moment: datetime.datetime | None = None) -> None:
    """What the jobs do after a change: send it to the index, then compare the saved searches."""
    with at(moment or after(minutes=1)):
        worker.run_once()
        run_waiting()


def tick(moment: datetime.datetime) -> None:
    with at(moment):
        tasks.tick()
        run_waiting()


def told(search: SavedSearch) -> set[str]:
    """Keys of what this search has told, or is about to."""
    rows = SavedSearchAlert.objects.filter(saved_search=search).exclude(state="known")
    return set(rows.values_list("key", flat=True))
