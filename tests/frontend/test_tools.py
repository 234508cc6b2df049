"""Tokens and saved queries over real HTTP: a secret is on one answer alone, and no word is lost."""

from __future__ import annotations

import re

import pytest

from tests.frontend.conftest import Site
from tests.frontend.test_flow import fields

TOKENS, DATA = "/organisation/tokens", "/organisation/data"
TEXT = "mip_7_" + "s" * 43
LISTED = {
    **{"name": "isps", "label": "Agreements", "about": "One row for each."},
    **{"columns": [{"value": "title", "label": "Title"}], "filters": []},
}


@pytest.fixture
def tools(site: Site) -> Site:
    for operation in ("MakeToken", "RenewToken"):
        name = operation[0].lower() + operation[1:]
        site.api.changes[operation] = {name: {"text": TEXT, "token": {"id": "7", "name": "Board"}}}
    for operation in ("SavedQueryForm", "SavedQueryChangeForm"):
        site.api.changes[operation] = {"ourTools": {"lists": [LISTED]}}
    site.api.changes["MakeSavedQuery"] = {"makeSavedQuery": {"savedQuery": {"id": "9"}}}
    return site


def test_a_secret_is_shown_once_on_the_answer_to_the_button(tools: Site) -> None:
    with tools.browser() as b:
        form = fields(b.get(f"{TOKENS}/new").text)
        typed = {"name": "Board", "days": "90", "scope-read:register": "1", "networks": "192.0.2.0/24, 10.0.0.1"}
        r = b.post(f"{TOKENS}/new", data=form | typed)
        assert (r.status_code, r.headers["cache-control"]) == (200, "no-store")
        assert r.headers["referrer-policy"] == "no-referrer"
        assert TEXT in r.text
        assert f'value="{"s" * 43}"' in r.text
        assert not r.headers.get("etag")
        assert "set-cookie" not in r.headers
        tools.api.changes["MakeToken"]["makeToken"]["text"] = None
        again = b.post(f"{TOKENS}/new", data=form | typed)
    assert (again.status_code, again.headers["location"]) == (303, f"{TOKENS}/7?done=already")
    given = tools.api.called("MakeToken")[0]["variables"]["input"]
    assert (given["scopes"], given["days"]) == (["read:register"], 90)
    assert given["networks"] == ["192.0.2.0/24", "10.0.0.1"]


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        ({"code": "UNAUTHENTICATED", "http": 401}, 401, "You have been signed out"),
        ({"code": "BAD_USER_INPUT", "fields": {"networks": ["“x” is no network"]}}, 422, "“x” is no network"),
        ({"code": "RATE_LIMITED", "http": 429, "retryAfter": 5}, 429, "wait a minute"),
        ({"code": "FORBIDDEN", "http": 403}, 409, "closed or changed"),
    ],
)
def test_a_refusal_keeps_what_was_typed(tools: Site, error: dict[str, object], status: int, words: str) -> None:
    tools.api.errors["MakeToken"] = error
    typed = {"name": "My <b>board</b>", "days": "90", "scope-adhoc": "1"}
    with tools.browser() as b:
        r = b.post(f"{TOKENS}/new", data=fields(b.get(f"{TOKENS}/new").text) | typed)
    assert r.status_code == status
    assert words in r.text
    assert "My &lt;b&gt;board&lt;/b&gt;" in r.text
    assert "words of the API" not in r.text


def test_what_is_missing_is_named_before_the_api_is_asked(tools: Site) -> None:
    with tools.browser() as b:
        r = b.post(f"{TOKENS}/new", data=fields(b.get(f"{TOKENS}/new").text) | {"name": " ", "days": "400"})
        data = b.post(f"{DATA}/make", data=fields(b.get(f"{DATA}/new?list=isps").text) | {"name": ""})
    assert (r.status_code, data.status_code) == (422, 422)
    assert "Choose what it may read" in r.text
    assert "Choose 1 to 365 days" in r.text
    assert "Choose at least one column" in data.text
    assert not tools.api.called("MakeToken")
    assert not tools.api.called("MakeSavedQuery")


def test_a_new_secret_taking_over_and_revoking(tools: Site) -> None:
    with tools.browser() as b:
        renewed = b.post(f"{TOKENS}/7/renew", data=fields(b.get(f"{TOKENS}/7/renew").text) | {"days": "30"})
        assert TEXT in renewed.text
        taken = b.post(f"{TOKENS}/7/take", data=fields(b.get(f"{TOKENS}/7/renew").text))
        assert taken.headers["location"] == f"{TOKENS}/7?done=taken"
        revoked = b.post(f"{TOKENS}/7/revoke", data=fields(b.get(f"{TOKENS}/7/revoke").text))
        assert revoked.headers["location"] == f"{TOKENS}?done=revoked"
    assert tools.api.called("RenewToken")[0]["variables"]["input"] == {"id": "7", "days": 30}
    assert tools.api.called("RevokeToken")[0]["variables"]["input"] == {"id": "7"}


def test_a_saved_query_from_its_list_to_its_address(tools: Site) -> None:
    with tools.browser() as b:
        form = fields(b.get(f"{DATA}/new?list=isps").text)
        given = {"name": "Ours", "list": "isps", "col-title": "1", "col-lead.name": "1", "filter-mine": "true"}
        r = b.post(f"{DATA}/make", data=form | given)
        assert r.headers["location"] == f"{DATA}/9?done=made"
        tools.api.changes["SavedQueryPage"] = {"savedQuery": {"id": "9", "path": "/graphql/data/abc"}}
        html = b.get(f"{DATA}/9").text
        assert f'value="{tools.settings.cms_origin}/graphql/data/abc.json"' in html
        ended = b.post(f"{DATA}/9/end", data=fields(b.get(f"{DATA}/9/end").text))
        assert ended.headers["location"] == f"{DATA}?done=ended"
    asked = tools.api.called("MakeSavedQuery")[0]["variables"]["input"]
    assert (asked["list"], asked["columns"]) == ("isps", ["title", "lead.name"])
    assert asked["filters"] == [{"name": "mine", "value": "true"}]


def test_a_stale_token_of_the_page_saves_nothing_and_keeps_the_words(tools: Site) -> None:
    with tools.browser() as b:
        r = b.post(f"{DATA}/make", data={"csrf": "old", "name": "Ours", "list": "own", "text": "{ isps }"})
    assert r.status_code == 422
    assert "{ isps }" in r.text
    assert not tools.api.called("MakeSavedQuery")


def test_pictures_of_the_guide_are_small_and_say_what_they_show(site: Site) -> None:
    """Placeholders would be smaller than a picture; `make pictures` takes them anew."""
    with site.browser(session=None) as b:
        pictures = re.findall(r"<img ([^>]+)>", b.get("/developers/excel").text.split("<main", 1)[1])
        assert len(pictures) == 7
        for found in pictures:
            words = dict(re.findall(r'(\w+)="([^"]*)"', found))
            assert len(words["alt"]) > 40
            assert {"width", "height"} <= words.keys()
            assert words["loading"] == "lazy"
            answer = b.get(words["src"])
            assert answer.headers["content-type"] in ("image/webp", "image/svg+xml")
            assert "immutable" in answer.headers["cache-control"]
            assert 1_000 < len(answer.content) < 40_000, words["src"]
