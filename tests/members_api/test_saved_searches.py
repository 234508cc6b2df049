"""Saved searches at the API's door: codes, fields, whose they are, and what a token gets."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cms.members.models import User
from cms.saved_searches.finding import tell
from cms.saved_searches.models import SavedSearch
from cms.snippets.models import Isp, Partner
from search.service import get_engine
from tests.factories.registers import make_isp, make_partner, make_token, make_user
from tests.factories.searchable import build
from tests.members_api.test_reviews_and_community import code, read, send

pytestmark = pytest.mark.django_db
HOARDING = {"submissionId": "one", "text": "hoarding", "frequency": "DAILY"}


@pytest.fixture(autouse=True)
def _index(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.SEARCH_FILE = tmp_path / "search.sqlite3"
    cache.clear()
    build()
    yield
    cache.clear()
    get_engine().generations.close()  # type: ignore[attr-defined]


@pytest.fixture
def council() -> Partner:
    return make_partner("council")


@pytest.fixture
def member(council: Partner) -> User:
    return make_user("member@example.org", council)


def found(user: User) -> Any:
    cache.clear()  # a test never commits, and it is the commit that gives the content its new version
    return read(user, "SavedSearches")["savedSearches"]


def test_kept_read_changed_seen_and_deleted(member: User, council: Partner) -> None:
    given = {**HOARDING, "type": ["isp"], "partner": ["council"], "name": "Fires"}
    kept = send(member, "SaveSearch", given)["data"]["saveSearch"]["savedSearch"]
    assert send(member, "SaveSearch", given)["data"]["saveSearch"]["savedSearch"] == kept
    (row,) = found(member)["items"]
    labels = {one["name"]: one["labels"] for one in row["filters"]}
    assert labels == {"type": ["Agreements (ISPs)"], "partner": [council.name]}
    assert row["path"] == "/search?q=hoarding&type=isp&partner=council"
    assert (row["frequency"], row["frequencyLabel"], row["newCount"]) == ("DAILY", "Every morning", 0)
    isp = make_isp("Hoarding", council)
    tell({SavedSearch.objects.get(): {f"isp:{isp.pk}"}})
    cache.clear()
    one = read(member, "SavedSearchPage", id=kept["id"])["savedSearch"]
    assert one["newCount"] == 1
    assert [(new["title"], new["path"]) for new in one["newItems"]] == [("Hoarding", f"/isps/{isp.reference}")]
    home = read(member, "Home")["savedSearches"]
    assert home == {"totalCount": 1, "items": [{"id": kept["id"], "name": "Fires", "newCount": 1}]}
    seen = send(member, "MarkSavedSearchSeen", {"id": kept["id"], "upTo": one["newItems"][0]["id"]})
    assert seen["data"]["markSavedSearchSeen"]["savedSearch"]["newCount"] == 0
    send(member, "ChangeSavedSearch", {"id": kept["id"], "frequency": "NEVER", "name": "Floods", "paused": True})
    (row,) = found(member)["items"]
    assert (row["name"], row["frequency"], row["isPaused"]) == ("Floods", "NEVER", True)
    assert send(member, "DeleteSavedSearch", {"id": kept["id"]})["data"]["deleteSavedSearch"] == {"id": kept["id"]}
    assert found(member) == {"totalCount": 0, "items": []}


def test_finds_that_the_owner_may_not_see_any_more_are_in_no_count(member: User) -> None:
    send(member, "SaveSearch", HOARDING)
    isp = make_isp("Hoarding", make_partner("lead"))
    tell({SavedSearch.objects.get(): {f"isp:{isp.pk}"}})
    assert found(member)["items"][0]["newCount"] == 1
    Isp.objects.filter(pk=isp.pk).update(visibility="parties")
    assert found(member)["items"][0]["newCount"] == 0


def test_refusals_have_their_codes_and_fields(member: User) -> None:
    assert code(send(None, "SaveSearch", HOARDING))[0] == "UNAUTHENTICATED"
    leaver = make_user("leaver@example.org")
    assert code(send(leaver, "SaveSearch", HOARDING))[0] == "UNAUTHENTICATED"
    assert code(send(member, "SaveSearch", {**HOARDING, "text": " "}))[1]["fields"].keys() == {"text"}
    assert code(send(member, "SaveSearch", {**HOARDING, "partner": ["nobody"]}))[1]["fields"].keys() == {"filters"}
    kept = send(member, "SaveSearch", HOARDING)["data"]["saveSearch"]["savedSearch"]
    again = code(send(member, "SaveSearch", {**HOARDING, "submissionId": "two"}))
    assert again == ("CONFLICT", {"savedSearch": kept["id"]})
    for name in ("ChangeSavedSearch", "DeleteSavedSearch", "MarkSavedSearchSeen"):
        for absent in ("999999", "x", "-1", "9" * 30):
            assert code(send(member, name, {"id": absent}))[0] == "NOT_FOUND"


def test_a_colleague_and_an_editor_do_not_find_it(member: User, council: Partner) -> None:
    kept = send(member, "SaveSearch", HOARDING)["data"]["saveSearch"]["savedSearch"]
    others = make_user("colleague@example.org", council), make_user("editor@example.org", site_role="core_editor")
    for other in others:
        assert found(other)["items"] == []
        assert read(other, "SavedSearchPage", id=kept["id"])["savedSearch"] is None
        for name in ("ChangeSavedSearch", "DeleteSavedSearch", "MarkSavedSearchSeen"):
            assert code(send(other, name, {"id": kept["id"]}))[0] == "NOT_FOUND"
    assert SavedSearch.objects.count() == 1


def test_the_draft_names_what_would_be_kept_and_what_is_kept_already(member: User, council: Partner) -> None:
    def draft() -> Any:
        cache.clear()
        return read(member, "SavedSearchDraft", text=" hoarding ", partner=["council", "nobody"])["savedSearchDraft"]

    assert draft() == {
        "text": "hoarding",
        "filters": [{"name": "partner", "label": "Partner", "labels": [council.name]}],
        "saved": None,
    }
    kept = send(member, "SaveSearch", {**HOARDING, "partner": ["council"]})["data"]["saveSearch"]["savedSearch"]
    assert draft()["saved"] == kept
    assert read(None, "SavedSearchDraft", text="hoarding")["savedSearchDraft"]["saved"] is None


def ask(token: str, query: str) -> Any:
    body, headers = json.dumps({"query": query}), {"Authorization": f"Bearer {token}"}
    return Client().post("/graphql/", body, "application/json", headers=headers).json()


def test_a_token_is_refused(council: Partner) -> None:
    token = make_token(council, "read:content", "read:register", "read:community", "adhoc")
    for query in (
        "{ savedSearches { totalCount } }",
        '{ savedSearch(id: "1") { name } }',
        'mutation { deleteSavedSearch(input: {id: "1"}) { id } }',
        'mutation { saveSearch(input: {submissionId: "x", text: "x", frequency: DAILY}) { savedSearch { id } } }',
    ):
        assert code(ask(token, query))[0] == "FORBIDDEN", query
    assert not SavedSearch.objects.exists()
