"""At the API's door: what was chosen says so, an empty answer names terms, and only editors in person learn why."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import resolve
from django.utils.http import urlencode

from cms.discovery.models import Exclusion, Pin
from cms.members.models import User
from cms.snippets.models import GlossaryTerm
from members_api import persisted, schema
from members_api.search.queries import _is_reference
from tests.factories.admin import staff
from tests.factories.registers import make_partner, make_token, make_user
from tests.factories.searchable import build, guidance
from tests.members_api.conftest import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(settings: Any, tmp_path: Path) -> Any:
    settings.SEARCH_FILE = tmp_path / "search.sqlite3"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def pages() -> dict[str, str]:
    GlossaryTerm.objects.create(term="Caldicott Guardian", slug="caldicott-guardian", definition="A senior person.")
    made = {word: guidance(word, title=f"Sharing {word}", audience="public") for word in ("one", "two")}
    made["inside"] = guidance("inside", title="Sharing inside")
    build()
    return {word: f"guidance:{page.pk}" for word, page in made.items()}


def ask(user: User | None, text: str, token: str = "", **variables: Any) -> Any:
    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    given = {
        "id": persisted.manifest(schema.load().operations)["Search"],
        "variables": json.dumps({"text": text, **variables}),
    }
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = client.get("/graphql/", given, headers=headers).json()
    assert "errors" not in answer, answer
    return answer["data"]["search"]


def test_a_decision_counts_from_the_next_answer_on_and_readers_see_that_it_was_made(pages: dict[str, str]) -> None:
    before = ask(None, "sharing")
    assert not any(item["pinned"] for item in before["items"])
    last = before["items"][-1]["path"]
    word = last.rpartition("-")[2]
    Pin.objects.create(phrases="Sharing", key=pages[word], note="an inner note")
    Pin.objects.create(phrases="sharing", key=pages["inside"], position=2)
    cache.clear()  # the version moves when a transaction commits, which a test's never does
    after = ask(None, "sharing")
    assert (after["items"][0]["path"], after["items"][0]["pinned"]) == (last, True)
    assert after["totalCount"] == before["totalCount"] == 2
    assert "inner note" not in json.dumps(after)
    assert "inside" not in json.dumps(after)
    member = make_user("member@example.org", make_partner("council"))
    assert [item["pinned"] for item in ask(member, "sharing")["items"]] == [True, True, False]
    Pin.objects.all().delete()
    Exclusion.objects.create(phrases="sharing", key=pages[word], reason="an inner reason")
    cache.clear()
    left = ask(None, "sharing")
    assert left["totalCount"] == 1
    assert last not in json.dumps(left)
    assert "inner reason" not in json.dumps(left)


def test_only_the_core_team_in_person_is_told_where_to_read_why(pages: dict[str, str]) -> None:
    editor = ask(staff(superuser=False), "sharing one")
    path, _, place = editor["items"][0]["explainPath"].partition("#")
    assert place == pages["one"].replace(":", "")
    assert path == editor["explainPath"] == f"/admin/search-explain/?{urlencode({'q': 'sharing one'})}"
    assert resolve("/admin/search-explain/").url_name == "search_explain"
    partner = make_partner("council")
    for answer in (
        ask(None, "sharing one"),
        ask(make_user("member@example.org", partner), "sharing one"),
        ask(None, "sharing one", token=make_token(partner, "read:content", "read:register")),
    ):
        assert answer["items"]
        assert answer["explainPath"] is None
        assert {item["explainPath"] for item in answer["items"]} == {None}


def test_an_empty_answer_names_the_terms_of_the_glossary_that_were_typed(pages: dict[str, str]) -> None:
    empty = ask(None, "who is the caldicott guardian?", type=["event"])
    assert empty["totalCount"] == 0
    assert empty["glossary"] == [
        {"term": "Caldicott Guardian", "definition": "A senior person.", "path": "/glossary#caldicott-guardian"}
    ]
    assert ask(None, "caldicott guardianship", type=["event"])["glossary"] == []
    assert ask(None, "sharing", type=["guidance"])["glossary"] == []
    # A tool without the scope of the registers is told nothing of them.
    tool = make_token(make_partner("council"), "read:content")
    assert ask(None, "caldicott guardian", token=tool, type=["event"])["glossary"] == []


@pytest.mark.parametrize(
    ("text", "typed"), [("isp 7", True), ("ISP-0007", True), ("isp \u00b2", False), ("isp " + "9" * 5000, False)]
)
def test_a_typed_reference_is_known_and_odd_digits_are_words(text: str, typed: bool) -> None:
    assert _is_reference(text, "ISP-0007") is typed
