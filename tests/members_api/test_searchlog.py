"""At the API's door: what of a search is counted and what is not, and what people tell us that they miss."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cms.core import content_version
from cms.members.models import User
from cms.searchlog.models import Click, LoggedSearch, Wish
from members_api import persisted, schema
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
def pages() -> list[str]:
    made = [guidance(word, title=f"Sharing {word}", audience="public") for word in ("one", "two")]
    build()
    return [f"guidance:{page.pk}" for page in made]


@pytest.fixture
def member() -> User:
    return make_user("member@example.org", make_partner("council"))


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def search(user: User | None, text: str, **variables: Any) -> Any:
    key = persisted.manifest(schema.load().operations)["Search"]
    given = {"id": key, "variables": json.dumps({"text": text, **variables})}
    return client_of(user).get("/graphql/", given).json()["data"]["search"]


def send(user: User | None, name: str, **given: Any) -> Any:
    key = persisted.manifest(schema.load().operations)[name]
    body = json.dumps({"id": key, "variables": {"input": given}})
    return client_of(user).post("/graphql/", body, "application/json").json()


def code(answer: Any) -> str:
    return str(answer["errors"][0]["extensions"]["code"])


def test_a_search_is_counted_each_time_and_what_it_showed_is_known(pages: list[str], member: User) -> None:
    marks = {search(member, "Sharing", type=["guidance"])["openedMark"] for _ in range(2)}
    assert len(marks) == 2  # a search is never answered from the cache
    assert search(None, "sharing")["openedMark"]
    rows = LoggedSearch.objects.order_by("pk")
    partner = member.memberships.get().partner_id
    assert [(row.phrase, row.organisation_id, row.filters) for row in rows] == [
        *[("sharing", partner, "kind")] * 2,
        ("sharing", None, ""),
    ]
    assert set(rows[0].shown) == set(pages)


def test_tools_suggestions_and_later_pages_are_not_counted(pages: list[str], member: User) -> None:
    token = make_token(make_partner("council"), "read:content", "read:register", "adhoc")
    query = {"query": '{ search(text: "sharing") { totalCount openedMark } }'}
    headers = {"Authorization": f"Bearer {token}"}
    found = Client().post("/graphql/", json.dumps(query), "application/json", headers=headers).json()
    assert found["data"]["search"] == {"totalCount": 2, "openedMark": ""}
    assert search(member, "sharing", page=2)["openedMark"] == ""
    assert search(member, "")["openedMark"] == ""
    key = persisted.manifest(schema.load().operations)["SearchCompletions"]
    client_of(member).get("/graphql/", {"id": key, "variables": '{"prefix": "shar"}'})
    assert not LoggedSearch.objects.exists()


def test_a_text_about_one_person_is_answered_and_not_kept(pages: list[str], member: User) -> None:
    assert search(member, "sharing jane sample 4 July 1982")["openedMark"] == ""
    assert not LoggedSearch.objects.exists()


def test_what_is_opened_is_counted_by_its_place_in_the_items(pages: list[str], member: User) -> None:
    found = search(member, "sharing")
    second = found["items"][1]
    assert send(None, "NoteOpened", mark=found["openedMark"], position=2)["data"]["noteOpened"] == {"counted": True}
    assert send(member, "NoteOpened", mark=found["openedMark"], position=2)["data"]["noteOpened"] == {"counted": False}
    assert send(member, "NoteOpened", mark="forged", position=1)["data"]["noteOpened"] == {"counted": False}
    click = Click.objects.get()
    assert second["path"].endswith(f"-{ {pages[0]: 'one', pages[1]: 'two'}[click.key] }")


def test_opening_many_results_keeps_nobody_from_writing(pages: list[str], settings: Any) -> None:
    """One address, which a whole council may share: the two are counted apart, and each has an end."""
    limits = {"PUBLIC_WRITES_PER_10_MINUTES": 1, "PUBLIC_SIGNALS_PER_10_MINUTES": 3}
    settings.MEMBERS_API = {**settings.MEMBERS_API, **limits}
    mark = search(None, "sharing")["openedMark"]
    for _ in range(3):
        assert "errors" not in send(None, "NoteOpened", mark=mark, position=1)
    assert code(send(None, "NoteOpened", mark=mark, position=1)) == "RATE_LIMITED"
    assert "errors" not in send(None, "MakeWish", submissionId="a", text="Schools")
    assert code(send(None, "MakeWish", submissionId="b", text="Schools")) == "RATE_LIMITED"


def test_a_change_from_another_site_is_refused(pages: list[str], member: User) -> None:
    mark = search(member, "sharing")["openedMark"]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member, backend=BACKEND)
    for name, given in (
        ("NoteOpened", {"mark": mark, "position": 1}),
        ("MakeWish", {"submissionId": "a", "text": "x"}),
    ):
        key = persisted.manifest(schema.load().operations)[name]
        body = json.dumps({"id": key, "variables": {"input": given}})
        assert strict.post("/graphql/", body, "application/json").status_code == 403
    assert not Click.objects.exists()
    assert not Wish.objects.exists()


def test_a_wish_is_made_listed_and_taken_back(member: User) -> None:
    made = send(member, "MakeWish", submissionId="a", text="Sharing with schools", note="", tellMe=True)
    assert made["data"]["makeWish"] == {"willBeTold": True}
    assert send(None, "MakeWish", submissionId="b", text="Schools")["data"]["makeWish"] == {"willBeTold": False}
    key = persisted.manifest(schema.load().operations)["Wishes"]

    def listed(user: User | None) -> list[Any]:
        found = client_of(user).get("/graphql/", {"id": key, "variables": "{}"}).json()["data"]["wishes"]["items"]
        return [(one["id"], one["text"]) for one in found]

    ((number, text),) = listed(member)
    assert text == "Sharing with schools"
    stranger = make_user("stranger@example.org", make_partner("council"))
    assert listed(stranger) == listed(None) == []
    for wrong in (number, "0", "x", "9" * 30):
        assert code(send(stranger, "WithdrawWish", id=wrong)) == "NOT_FOUND"
    assert code(send(None, "WithdrawWish", id=number)) == "UNAUTHENTICATED"
    assert send(member, "WithdrawWish", id=number)["data"]["withdrawWish"] == {"done": True}
    content_version._write()  # what the commit does
    assert listed(member) == []


def test_a_refused_wish_names_its_fields(member: User) -> None:
    answer = send(member, "MakeWish", submissionId="a", text=" ", note="ring 07700 900123")
    assert set(answer["errors"][0]["extensions"]["fields"]) == {"text", "note"}
    answer = send(None, "MakeWish", submissionId="a", text="Schools", tellMe=True)
    assert set(answer["errors"][0]["extensions"]["fields"]) == {"tellMe"}
    assert not Wish.objects.exists()
