"""A small world with a word of its own in everything, so that any leak shows by name."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from cms.core.requester import ANONYMOUS, Requester
from cms.snippets.models import Dataset, GlossaryTerm, LegalGateway
from search import outbox
from search.service import get_engine
from tests.factories.engines import ENGINES, PATIENCE_S, new_alias, remove_all, server
from tests.factories.searchable import build, event, guidance, isp, partner

ON_BOTH = {"test_leaks", "test_leaks_files", "test_leaks_steering", "test_find"}  # modules


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.module.__name__.rpartition(".")[2] in ON_BOTH:
        metafunc.parametrize("index", ENGINES, indirect=True)


@pytest.fixture(autouse=True)
def index(
    request: pytest.FixtureRequest, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, db: None
) -> Iterator[Path]:
    """An index of this test's own, on the engine that the module's tests ask for."""
    name = getattr(request, "param", "fts5")
    settings.SEARCH_FILE, settings.ELASTICSEARCH_URL = tmp_path / "search.sqlite3", ""
    settings.ELASTICSEARCH_URL = server() if name == "elasticsearch" else ""
    settings.SEARCH_INDEX = new_alias()
    settings.SEARCH_READ_TIMEOUT_S = PATIENCE_S
    monkeypatch.setattr(outbox, "_listeners", [])
    yield tmp_path
    if name == "elasticsearch":
        remove_all(get_engine().engine)  # type: ignore[attr-defined]
    else:
        get_engine().generations.close()  # type: ignore[attr-defined]


@pytest.fixture
def take_index_away(index: Path) -> Callable[[], None]:
    """Remove the index from under the engine, whichever it is."""

    def take() -> None:
        engine: Any = get_engine()
        if engine.name == "elasticsearch":
            remove_all(engine.engine)
        for path in index.glob("search*.sqlite3"):
            path.unlink()

    return take


@pytest.fixture
def world() -> dict[str, Any]:
    """Objects by their canary word."""
    lead = partner("leadbird", membership="member")
    party = partner("partybird", membership="member")
    other = partner("otherbird", membership="member")
    made: dict[str, Any] = {
        "leadbird": lead,
        "partybird": party,
        "otherbird": other,
        "candidatebird": partner("candidatebird"),
        "openpage": guidance("openpage", audience="public"),
        "memberpage": guidance("memberpage"),
        "grouppage": guidance("grouppage", audience="public"),
        "loginpage": guidance("loginpage", audience="public"),
        "passwordpage": guidance("passwordpage", audience="public"),
        "draftpage": guidance("draftpage", audience="public", live=False),
        "hostevent": event("hostevent", audience="public", host_partner=lead),
        "publicisp": isp("publicisp", lead, parties=(lead, party), visibility="public"),
        "memberisp": isp("memberisp", lead, parties=(lead, party)),
        "partyisp": isp("partyisp", lead, parties=(lead, party), visibility="parties"),
        "draftisp": isp("draftisp", lead, state="draft", visibility="public"),
        "signingisp": isp("signingisp", lead, state="out_for_signature", parties=(lead, party), visibility="public"),
        "dataset": Dataset.objects.create(title="Dataset datapool", slug="datapool", holder=party),
        "termword": GlossaryTerm.objects.create(term="termword", slug="termword", definition="A word."),
        "gateway": LegalGateway.objects.create(
            slug="gateway", act="Gatewing Act", year=1998, provision="s.1", title="Duty", what_it_does="Permits."
        ),
    }
    group = Group.objects.create(name="Readers of one page")
    for word, kind in (("grouppage", "groups"), ("loginpage", "login"), ("passwordpage", "password")):
        restriction = PageViewRestriction.objects.create(page=made[word].page_ptr, restriction_type=kind, password="x")
        if kind == "groups":
            restriction.groups.add(group)
    made["group"] = group
    build()
    return made


@pytest.fixture
def people(world: dict[str, Any]) -> dict[str, Requester]:
    lead, party, other = (world[word].pk for word in ("leadbird", "partybird", "otherbird"))
    everything = frozenset({"read:content", "read:register"})
    return {
        "anonymous": ANONYMOUS,
        "other member": Requester(user_id=901, partners=frozenset({other})),
        "party member": Requester(user_id=902, partners=frozenset({party})),
        "lead IG": Requester(user_id=903, partners=frozenset({lead}), roles=frozenset({(lead, "ig_lead")})),
        "group member": Requester(user_id=904, partners=frozenset({other}), groups=frozenset({world["group"].pk})),
        "editor": Requester(user_id=905, is_editor=True),
        "public tool": Requester(token_id=1, scopes=everything),
        "content tool": Requester(token_id=2, partners=frozenset({party}), scopes=frozenset({"read:content"})),
        "useless tool": Requester(token_id=3, partners=frozenset({party}), scopes=frozenset({"write:x"})),
    }
