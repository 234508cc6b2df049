"""Forms over real HTTP: what is accepted, what is refused, and that a refusal changes nothing."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from frontend.security import issue_token
from tests.frontend.conftest import SECRET, Site

DUE = date(2026, 12, 4).isoformat()
REVIEW = "/isps/ISP-0042/review"
NOTE = REVIEW + "/note"
OPEN_ISP = {"isp": {"reference": "ISP-0042", "canReview": True, "revision": 7, "amendments": [], "versions": []}}
TYPED = "31 cases <b>this</b> year"


def fields(html: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html)}


def answers(html: str, **extra: str) -> dict[str, str]:
    return fields(html) | {"notes": TYPED} | extra


@pytest.fixture
def review(site: Site) -> Site:
    site.api.changes["ReviewForm"] = OPEN_ISP
    site.api.changes["RecordReview"] = {"recordReview": {"isp": {"reference": "ISP-0042"}}}
    return site


def test_a_note_that_something_has_to_change_goes_up_once_with_the_readers_session(review: Site) -> None:
    with review.browser() as b:
        page = b.get(REVIEW)
        for _ in range(2):
            r = b.post(NOTE, data=answers(page.text))
            assert (r.status_code, r.headers["location"]) == (303, REVIEW + "/done")
    sent, again = review.api.called("RecordReview")
    assert sent["method"] == "POST"
    variables = sent["variables"]["input"]
    assert (variables["outcome"], variables["notes"], variables["expectedRevision"]) == ("NEEDS_CHANGE", TYPED, 7)
    assert variables["reference"] == "ISP-0042"
    assert len(variables["submissionId"]) == 32
    assert again["variables"]["input"]["submissionId"] == variables["submissionId"], "pressed twice is once"
    headers = sent["headers"]
    pair = headers["x-csrftoken"]
    assert len(pair) == 32
    assert headers["cookie"] == f"sessionid=good; csrftoken={pair}", "nothing else the browser sent goes up"
    assert headers["origin"] == review.origin
    assert headers["host"] == "localhost:18000"
    assert headers["x-forwarded-proto"] == "http"


def test_needs_a_change_wants_to_know_what(review: Site) -> None:
    with review.browser() as b:
        r = b.post(NOTE, data=answers(b.get(REVIEW).text, notes=""))
        assert r.status_code == 422
        assert 'href="#notes"' in r.text
        assert "<title>Error:" in r.text
        assert 'id="notes-error"' in r.text
        assert re.search(r'id="notes"[^>]*aria-describedby="[^"]*notes-error', r.text)
    assert review.api.called("RecordReview") == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "", "Sec-Fetch-Site": ""},
    ],
)
@pytest.mark.parametrize("path", [NOTE, REVIEW + "/check", "/ask", "/notifications/read"])
def test_another_site_is_refused_and_nothing_is_saved(review: Site, path: str, headers: dict[str, str]) -> None:
    with review.browser() as b:
        data = answers(b.get(REVIEW).text, ids="1", what="x", whom="y", why="z", name="n", email="a@b.uk")
        before = len(review.api.seen)
        r = b.post(path, data=data, headers=headers)
        assert r.status_code == 403
        assert "not sent from this site" in r.text
    assert all(one["method"] == "GET" for one in review.api.seen[before:])


@pytest.mark.parametrize(
    "token",
    ["", "x.y", issue_token(SECRET, "someone else"), issue_token(b"other", "good")],
    ids=["none", "malformed", "of another session", "of another secret"],  # tokens are random, names of tests are not
)
def test_wrong_token_gives_the_form_back_filled_in(review: Site, token: str) -> None:
    with review.browser() as b:
        r = b.post(NOTE, data=answers(b.get(REVIEW).text, csrf=token))
        assert r.status_code == 422
        assert "Nothing was saved" in r.text
        assert "31 cases &lt;b&gt;this&lt;/b&gt; year" in r.text
        assert review.api.called("RecordReview") == []
        assert b.post(NOTE, data=answers(r.text)).status_code == 303
    assert len(review.api.called("RecordReview")) == 1


def test_session_ends_while_typing_and_no_word_is_lost(review: Site) -> None:
    with review.browser() as b:
        data = answers(b.get(REVIEW).text)
        review.api.errors["RecordReview"] = {"code": "UNAUTHENTICATED", "http": 401}
        r = b.post(NOTE, data=data)
    assert r.status_code == 401
    assert "31 cases &lt;b&gt;this&lt;/b&gt; year" in r.text
    assert "signed out" in r.text
    assert 'target="_blank"' in r.text
    assert "location" not in r.headers


def test_someone_else_saved_first(review: Site) -> None:
    review.api.errors["RecordReview"] = {"code": "CONFLICT", "http": 409}
    with review.browser() as b:
        r = b.post(NOTE, data=answers(b.get(REVIEW).text))
    assert r.status_code == 409
    assert "Someone else changed" in r.text
    assert "31 cases" in r.text
    assert fields(r.text)["revision"] == "7", "the next press is against what is shown now"


def test_the_apis_refusals_come_beside_their_fields(review: Site) -> None:
    review.api.errors["RecordReview"] = {"code": "BAD_USER_INPUT", "fields": {"notes": ["Shorter, please"]}}
    with review.browser() as b:
        r = b.post(NOTE, data=answers(b.get(REVIEW).text))
    assert r.status_code == 422
    assert 'href="#notes"' in r.text
    assert "Shorter, please" in r.text
    assert "words of the API" not in r.text


def test_who_may_not_review_finds_no_page(review: Site) -> None:
    review.api.changes["ReviewForm"] = {"isp": OPEN_ISP["isp"] | {"canReview": False}}
    with review.browser() as b:
        assert b.get(REVIEW).status_code == 404


def test_done_reads_the_result_from_the_api(review: Site) -> None:
    done = {
        "dueOn": DUE,
        "completedOn": DUE,
        "outcome": "UNCHANGED",
        "outcomeLabel": "Still needed, unchanged",
        "reviewerName": "P",
        "isOpen": False,
        "trigger": "",
    }
    review.api.changes["ReviewForm"] = {"isp": {"reviews": [done | {"isOpen": True, "outcome": None}]}}
    with review.browser() as b:
        assert b.get(REVIEW + "/done").status_code == 404, "nothing was finished"
        review.api.changes["ReviewForm"] = {"isp": {"reviews": [done]}}
        assert "still needed, unchanged" in b.get(REVIEW + "/done").text
        asked = done | {"isOpen": True, "outcome": "NEEDS_CHANGE", "outcomeLabel": "Needs a change"}
        review.api.changes["ReviewForm"] = {"isp": {"reviews": [asked, done]}}
        html = b.get(REVIEW + "/done").text
        assert "needs a change" in html
        assert "still needed, unchanged" not in html, "that was the review before"


ASK = {"what": TYPED, "whom": "The fire service", "why": "Fewer fires", "name": "Sam", "email": "sam@council.gov.uk"}


@pytest.mark.parametrize("session", ["good", None], ids=["member", "public"])
def test_anyone_may_ask_and_sees_what_may_already_cover_it(site: Site, session: str | None) -> None:
    site.api.changes["AskForHelp"] = {"askForHelp": {"number": 12}}
    with site.browser(session) as b:
        page = b.get("/ask?what=hoarding")
        assert ">hoarding</textarea>" in page.text
        assert page.headers["cache-control"] == "private, no-store"
        r = b.post("/ask", data=fields(page.text) | ASK)
        assert r.status_code == 303
        assert r.headers["location"].startswith("/ask/12/sent?")
        done = b.get(r.headers["location"])
        assert done.status_code == 200
        assert "number 12" in done.text
        assert "may already cover it" in done.text
        assert b.get(r.headers["location"].replace("/12/", "/13/")).status_code == 404, "the address is sealed"
    (sent,) = site.api.called("AskForHelp")
    assert sent["variables"]["input"]["what"] == TYPED
    assert sent["variables"]["input"]["email"] == "sam@council.gov.uk"
    assert ("sessionid" in sent["headers"]["cookie"]) == (session is not None)
    assert "csrftoken=" in sent["headers"]["cookie"], "the pair goes up, signed in or not"


@pytest.mark.parametrize("name", list(ASK))
def test_each_question_is_needed(site: Site, name: str) -> None:
    with site.browser(None) as b:
        r = b.post("/ask", data=fields(b.get("/ask").text) | ASK | {name: " "})
    assert r.status_code == 422
    assert f'href="#{name}"' in r.text
    assert "<title>Error:" in r.text
    assert "31 cases &lt;b&gt;" in r.text or name == "what"
    assert site.api.called("AskForHelp") == []


def test_too_many_requests_keep_the_words(site: Site) -> None:
    site.api.errors["AskForHelp"] = {"code": "RATE_LIMITED", "retryAfter": 40, "http": 429}
    with site.browser(None) as b:
        r = b.post("/ask", data=fields(b.get("/ask").text) | ASK)
    assert r.status_code == 429
    assert "wait a minute" in r.text
    assert "31 cases &lt;b&gt;" in r.text


def test_alerts_are_marked_read(site: Site) -> None:
    with site.browser() as b:
        page = b.get("/notifications")
        site.api.changes["Notifications"] = {"notifications": {"items": []}}
        data = fields(page.text) or {"csrf": issue_token(SECRET, "good")}
        r = b.post("/notifications/read", data=data | {"ids": "3,4"})
    assert (r.status_code, r.headers["location"]) == (303, "/notifications")
    assert site.api.called("MarkNotificationsRead")[0]["variables"]["input"]["ids"] == ["3", "4"]


@pytest.mark.parametrize("multipart", [False, True])
def test_a_form_with_a_very_long_answer_is_refused_before_anything_is_asked(site: Site, multipart: bool) -> None:
    long = {"what": "x" * (65 * 1024)}
    with site.browser() as b:
        sent = {"files": {"what": (None, long["what"])}} if multipart else {"data": ASK | long}
        r = b.post("/ask", **sent)  # type: ignore[arg-type]
    assert r.status_code == 413
    assert "Nothing was saved" in r.text
    assert site.api.called("AskForHelp") == []


def test_a_form_with_a_file_or_too_many_fields_is_refused(site: Site) -> None:
    with site.browser() as b:
        assert b.post("/ask", data=ASK, files={"what": ("x.txt", b"x")}).status_code == 400
        assert b.post("/ask", data={f"f{n}": "x" for n in range(60)}).status_code in (400, 422)
    assert site.api.called("AskForHelp") == []
