"""Telling what one looked for, and the count of what is opened: what is sent on, what is refused, what is kept."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.frontend.conftest import Site

NOTE = "to know <b>whether</b> a school may"


def fields(html: str, action: str) -> dict[str, str]:
    form = html.split(f'action="{action}"', 1)[1].split("</form>", 1)[0]
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}


@pytest.fixture
def empty(site: Site) -> Site:
    """A search that finds nothing."""
    site.api.changes["Search"] = {"search": {"totalCount": 0, "items": [], "degraded": False, "openedMark": ""}}
    site.api.changes["MakeWish"] = {"makeWish": {"willBeTold": True}}
    return site


def test_an_empty_result_takes_what_one_looked_for_in_one_press(empty: Site) -> None:
    with empty.browser() as b:
        found = b.get("/search?q=sharing+with+schools")
        given = fields(found.text, "/search/wish")
        assert given["text"] == "sharing with schools"
        r = b.post("/search/wish", data=given | {"note": NOTE, "tell_me": "1"})
        assert (r.status_code, r.headers["location"]) == (303, "/search/wish/sent?q=sharing+with+schools&told=1")
        assert "We tell you once" in b.get(r.headers["location"]).text
    (sent,) = empty.api.called("MakeWish")
    assert sent["variables"]["input"] == {
        "submissionId": given["submission"],
        "text": "sharing with schools",
        "note": NOTE,
        "tellMe": True,
    }


def test_two_pages_never_share_a_submission(empty: Site) -> None:
    with empty.browser() as b:
        first, second = (fields(b.get("/search?q=x").text, "/search/wish")["submission"] for _ in range(2))
    assert first != second
    assert 1 <= len(first) <= 64


def test_nothing_is_missing_while_search_only_looks_at_titles(empty: Site) -> None:
    empty.api.changes["Search"]["search"]["degraded"] = True
    with empty.browser() as b:
        assert "Tell us what you looked for" not in b.get("/search?q=x").text


def test_few_results_offer_it_too_and_many_do_not(site: Site) -> None:
    for total, relaxed, offered in ((2, False, True), (240, True, True), (240, False, False)):
        site.api.changes["Search"] = {"search": {"totalCount": total, "relaxed": relaxed, "degraded": False}}
        with site.browser() as b:
            html = b.get("/search?q=x").text
        assert ("Tell us what you looked for" in html) == offered
        for form in html.split("<form")[1:]:
            assert "<form" not in form.split("</form>")[0], "a form inside a form"


def test_a_visitor_may_send_but_is_not_asked_for_a_name(empty: Site) -> None:
    empty.api.changes["MakeWish"] = {"makeWish": {"willBeTold": False}}
    with empty.browser(session=None) as b:
        html = b.get("/search?q=x").text
        assert 'name="tell_me"' not in html
        r = b.post("/search/wish", data=fields(html, "/search/wish"))
        assert (r.status_code, r.headers["location"]) == (303, "/search/wish/sent?q=x")
        page = b.get("/search/wish?q=x").text
    assert 'name="tell_me"' not in page
    assert "/ask?what=x" in page


def test_a_refusal_loses_nothing(empty: Site) -> None:
    words = "This looks as if it were about one person."
    empty.api.errors["MakeWish"] = {"code": "BAD_USER_INPUT", "fields": {"note": [words], "tellMe": ["Sign in"]}}
    with empty.browser() as b:
        given = fields(b.get("/search/wish?q=x").text, "/search/wish")
        r = b.post("/search/wish", data=given | {"text": "mine", "note": NOTE, "tell_me": "1"})
    assert r.status_code == 422
    assert words in r.text
    assert 'href="#note"' in r.text
    assert 'href="#tell_me"' in r.text
    assert 'value="mine"' in r.text
    assert NOTE.replace("<", "&lt;").replace(">", "&gt;") in r.text
    assert 'value="1" checked' in r.text
    assert fields(r.text, "/search/wish")["submission"] == given["submission"]


def test_too_many_are_told_to_wait_with_their_words_kept(empty: Site) -> None:
    empty.api.errors["MakeWish"] = {"code": "RATE_LIMITED", "retryAfter": 60}
    with empty.browser() as b:
        given = fields(b.get("/search/wish?q=x").text, "/search/wish")
        r = b.post("/search/wish", data=given | {"text": "mine"})
    assert r.status_code == 429
    assert 'value="mine"' in r.text


def test_nothing_and_too_much_are_named_before_the_api_is_asked(empty: Site) -> None:
    with empty.browser() as b:
        given = fields(b.get("/search/wish").text, "/search/wish")
        assert b.post("/search/wish", data=given | {"text": " "}).status_code == 422
        assert b.post("/search/wish", data=given | {"text": "x" * 201}).status_code == 422
        assert b.post("/search/wish", data=given | {"text": "x", "csrf": "forged"}).status_code == 422
        assert b.post("/search/wish", data=given, headers={"Origin": "https://evil.example"}).status_code == 403
    assert not empty.api.called("MakeWish")


def test_results_carry_a_mark_and_honest_links(site: Site) -> None:
    site.api.changes["Search"] = {"search": {"openedMark": "12:abc:def", "degraded": False, "totalCount": 240}}
    with site.browser() as b:
        html = b.get("/search?q=x").text
    assert 'data-opened="12:abc:def"' in html
    results = html.split('data-opened="', 1)[1].split("</ol>", 1)[0]
    links = re.findall(r'<h3><a href="([^"]+)"', results)
    assert links
    assert all(link.startswith("/guidance/page-") for link in links)


def test_without_a_mark_nothing_is_counted(site: Site) -> None:
    site.api.changes["Search"] = {"search": {"openedMark": "", "degraded": False, "totalCount": 240}}
    with site.browser() as b:
        assert "data-opened" not in b.get("/search?q=x").text


def test_what_is_opened_is_sent_on_as_it_is(site: Site) -> None:
    with site.browser() as b:
        r = b.post("/search/opened", content="12:abc:def 3", headers={"Content-Type": "text/plain;charset=UTF-8"})
    assert (r.status_code, r.content) == (204, b"")
    (sent,) = site.api.called("NoteOpened")
    assert sent["variables"]["input"] == {"mark": "12:abc:def", "position": 3}


@pytest.mark.parametrize("body", ["", "12:abc:def", "12:abc:def x", "12:abc:def -1", " 3", "12:abc:def 1000"])
def test_what_is_no_count_is_dropped(site: Site, body: str) -> None:
    with site.browser() as b:
        assert b.post("/search/opened", content=body).status_code == 204
    assert not site.api.called("NoteOpened")


def test_other_sites_and_long_bodies_are_refused(site: Site) -> None:
    with site.browser() as b:
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            assert b.post("/search/opened", content="12:abc:def 3", headers=headers).status_code == 403
        assert b.post("/search/opened", content="x" * 5000).status_code == 413
        assert b.get("/search/opened").status_code == 405
    assert not site.api.called("NoteOpened")


def test_a_count_that_fails_is_nobodys_trouble(site: Site) -> None:
    site.api.errors["NoteOpened"] = {"code": "RATE_LIMITED", "retryAfter": 60}
    with site.browser() as b:
        assert b.post("/search/opened", content="12:abc:def 3").status_code == 204


def test_what_one_asked_for_is_listed_and_taken_back(site: Site) -> None:
    site.api.changes["Wishes"] = {
        "wishes": {
            "items": [{"id": "5", "text": "A wish", "note": "", "askedAt": "2026-01-02T10:00:00Z", "isAnswered": False}]
        }
    }
    with site.browser() as b:
        html = b.get("/search/wishes").text
        assert "A wish" in html
        r = b.post("/search/wishes/withdraw", data=fields(html, "/search/wishes/withdraw"))
        assert (r.status_code, r.headers["location"]) == (303, "/search/wishes")
        (sent,) = site.api.called("WithdrawWish")
        assert sent["variables"]["input"] == {"id": "5"}
        site.api.errors["WithdrawWish"] = {"code": "NOT_FOUND"}
        assert b.post("/search/wishes/withdraw", data=fields(html, "/search/wishes/withdraw")).status_code == 303
