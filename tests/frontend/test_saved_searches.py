"""Keeping and changing a saved search over real HTTP: what is sent, what is refused, and that no word is lost."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from frontend.security import issue_token
from tests.frontend.conftest import SECRET, Site
from tests.frontend.test_flow import fields

NEW = "/saved-searches/new?q=hoarding&type=isp&topic=a&topic=b"
ONE = "/saved-searches/7"


@pytest.fixture
def saved(site: Site) -> Site:
    member = {"viewer": {"isMember": True}}
    draft = {"savedSearchDraft": {"text": "hoarding", "saved": None}}
    site.api.changes["SavedSearchDraft"] = member | draft
    site.api.changes["SavedSearchPage"] = member | {
        "savedSearch": {"id": "7", "name": "Fires", "frequency": "DAILY", "isPaused": False, "newCount": 2}
    }
    site.api.changes["SavedSearches"] = member
    site.api.changes["Search"] = member
    return site


def sent(site: Site, operation: str) -> dict[str, object]:
    (one,) = site.api.called(operation)
    assert one["method"] == "POST"
    found: dict[str, object] = one["variables"]["input"]
    return found


def test_from_the_results_to_a_saved_search(saved: Site) -> None:
    with saved.browser() as b:
        results = b.get("/search?q=hoarding&type=isp&topic=a&topic=b").text
        link = re.findall(r'href="(/saved-searches/new[^"]*)"', results)[0].replace("&amp;", "&")
        assert link == NEW
        page = b.get(link)
        assert 'value="hoarding"' in page.text, "the words name it"
        assert re.search(r'value="daily"[^>]*checked', page.text)
        r = b.post(link, data=fields(page.text) | {"name": "Fires", "frequency": "weekly"})
        assert (r.status_code, r.headers["location"]) == (303, "/saved-searches?done=saved")
        assert 'role="status"' in b.get(r.headers["location"]).text
    asked = saved.api.called("SavedSearchDraft")[0]["variables"]
    assert (asked["text"], asked["type"], asked["topic"]) == ("hoarding", ["isp"], ["a", "b"])
    given = sent(saved, "SaveSearch")
    assert (given["text"], given["type"], given["topic"]) == ("hoarding", ["isp"], ["a", "b"])
    assert (given["name"], given["frequency"]) == ("Fires", "WEEKLY")
    assert len(str(given["submissionId"])) == 32


def test_a_visitor_signs_in_and_comes_back_with_the_search(saved: Site) -> None:
    with saved.browser(session=None) as b:
        r = b.get(NEW)
        assert "/saved-searches" not in b.get("/search?q=hoarding").text, "members alone are offered it"
    assert r.status_code == 303
    assert unquote(r.headers["location"]).endswith(f"next={saved.origin}{NEW}")


def test_without_a_search_there_is_nothing_to_keep(saved: Site) -> None:
    with saved.browser() as b:
        r = b.get("/saved-searches/new?q=+")
    assert (r.status_code, r.headers["location"]) == (303, "/search")


@pytest.mark.parametrize(
    ("given", "anchor"),
    [({"name": " ", "frequency": "daily"}, "#name"), ({"name": "x", "frequency": "hourly"}, "#frequency-at_once")],
)
def test_what_is_missing_is_named_beside_its_field(saved: Site, given: dict[str, str], anchor: str) -> None:
    with saved.browser() as b:
        r = b.post(NEW, data=fields(b.get(NEW).text) | given)
    assert r.status_code == 422
    assert f'href="{anchor}"' in r.text
    assert f'id="{anchor[1:]}"' in r.text
    assert "<title>Error:" in r.text
    assert saved.api.called("SaveSearch") == []


@pytest.mark.parametrize(
    ("error", "words", "status"),
    [
        ({"code": "UNAUTHENTICATED", "http": 401}, "You have been signed out", 401),
        ({"code": "CONFLICT", "http": 409}, "You have saved this search already", 422),
        ({"code": "BAD_USER_INPUT", "fields": {"name": ["Delete one first"]}}, "Delete one first", 422),
        ({"code": "BAD_USER_INPUT", "fields": {"filters": ["Take off a filter"]}}, "Take off a filter", 422),
    ],
)
def test_a_refusal_keeps_what_was_typed(saved: Site, error: dict[str, object], words: str, status: int) -> None:
    saved.api.errors["SaveSearch"] = error
    with saved.browser() as b:
        r = b.post(NEW, data=fields(b.get(NEW).text) | {"name": "My <b>fires</b>", "frequency": "at_once"})
    assert r.status_code == status
    assert words in r.text
    assert "My &lt;b&gt;fires&lt;/b&gt;" in r.text
    assert re.search(r'value="at_once"[^>]*checked', r.text)
    assert "words of the API" not in r.text


def test_one_that_is_saved_already_is_shown_and_not_asked_for_again(saved: Site) -> None:
    saved.api.changes["SavedSearchDraft"]["savedSearchDraft"]["saved"] = {"id": "7", "name": "Fires"}
    with saved.browser() as b:
        html = b.get(NEW).text
    assert "You have saved this search already" in html
    assert f'href="{ONE}"' in html
    assert "<form method" not in html


def test_changes_of_name_and_frequency(saved: Site) -> None:
    with saved.browser() as b:
        page = b.get(ONE)
        assert 'value="Fires"' in page.text
        r = b.post(ONE, data=fields(page.text) | {"name": "Floods", "frequency": "never"})
    assert (r.status_code, r.headers["location"]) == (303, f"{ONE}?done=changed")
    assert sent(saved, "ChangeSavedSearch") == {"id": "7", "name": "Floods", "frequency": "NEVER"}


def test_pausing_changes_nothing_else(saved: Site) -> None:
    with saved.browser() as b:
        r = b.post(ONE, data=fields(b.get(ONE).text) | {"pause": "1"})
    assert r.headers["location"] == f"{ONE}?done=paused"
    assert sent(saved, "ChangeSavedSearch") == {"id": "7", "paused": True}


def test_seen_is_what_the_page_showed(saved: Site) -> None:
    with saved.browser() as b:
        html = b.get(ONE).text
        newest = fields(html)["up_to"]
        r = b.post(f"{ONE}/seen", data=fields(html))
    assert (r.status_code, r.headers["location"]) == (303, f"{ONE}?done=seen")
    assert sent(saved, "MarkSavedSearchSeen") == {"id": "7", "upTo": newest}


def test_deleting_asks_first_and_twice_is_once(saved: Site) -> None:
    with saved.browser() as b:
        page = b.get(f"{ONE}/delete")
        assert "Delete this saved search?" in page.text
        assert saved.api.called("DeleteSavedSearch") == [], "a link deletes nothing"
        r = b.post(f"{ONE}/delete", data=fields(page.text))
        assert (r.status_code, r.headers["location"]) == (303, "/saved-searches?done=deleted")
        saved.api.errors["DeleteSavedSearch"] = {"code": "NOT_FOUND", "http": 404}
        assert b.post(f"{ONE}/delete", data=fields(page.text)).status_code == 303


def test_signed_out_while_changing_keeps_what_was_typed(saved: Site) -> None:
    with saved.browser() as b:
        data = fields(b.get(ONE).text) | {"name": "Typed name", "frequency": "weekly"}
        saved.api.errors["ChangeSavedSearch"] = {"code": "UNAUTHENTICATED", "http": 401}
        saved.api.changes["SavedSearchPage"] = {"viewer": {"isSignedIn": False}, "savedSearch": None}
        r = b.post(ONE, data=data)
    assert r.status_code == 401
    assert 'value="Typed name"' in r.text
    assert "You have been signed out" in r.text


@pytest.mark.parametrize("path", [NEW, ONE, f"{ONE}/seen", f"{ONE}/delete"])
def test_another_site_or_a_wrong_token_changes_nothing(saved: Site, path: str) -> None:
    typed = {"name": "x", "frequency": "daily", "up_to": "3", "csrf": issue_token(SECRET, "good")}
    with saved.browser() as b:
        assert b.post(path, data=typed, headers={"Origin": "https://evil.example"}).status_code == 403
        b.post(path, data=typed | {"csrf": issue_token(SECRET, "someone else")})
    assert {one["method"] for one in saved.api.seen} <= {"GET"}


def test_a_search_of_somebody_else_is_not_there(saved: Site) -> None:
    saved.api.changes["SavedSearchPage"] = {"savedSearch": None}
    with saved.browser() as b:
        assert b.get(ONE).status_code == 404
        assert b.get(f"{ONE}/delete").status_code == 404


def test_the_home_page_says_what_is_new(saved: Site) -> None:
    items = [{"id": "7", "name": "Fires", "newCount": 3}, {"id": "8", "name": "Floods", "newCount": 0}]
    saved.api.changes["Home"] = {"savedSearches": {"totalCount": 2, "items": items}, "home": {"kind": "TASKS"}}
    with saved.browser() as b:
        html = b.get("/").text
    assert f'<a href="{ONE}">Fires: 3 new</a>' in html
    assert "Floods" not in html
    assert "All saved searches" in html
