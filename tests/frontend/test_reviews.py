"""The review by questions over real HTTP: each page saved, mistakes beside their field, nothing lost, done once."""

from __future__ import annotations

import re

import pytest

from tests.frontend import samples
from tests.frontend.conftest import Site
from tests.frontend.test_flow import fields

HERE = "/isps/ISP-0042"
ISP = {"reference": "ISP-0042", "canReview": True, "revision": 7, "amendments": [], "triggers": [], "reviews": []}
QUESTION = {
    "key": "data",
    "title": "Is every item still needed?",
    "short": "Is every item needed?",
    "hint": "Share no more than the purpose needs.",
    "sections": ["retention"],
    "value": "",
    "why": "",
    "answerLabel": "",
    "isDone": False,
    "options": [
        {"value": "yes", "label": "Yes", "hint": ""},
        {"value": "less", "label": "We can share less", "hint": "A notice"},
    ],
}
SECTION = {"section": "retention", "label": "Kept for", "now": "Two years", "words": "Two years", "askedAbout": True}
STEPS = ["data", "words", "contacts-change", "next", "retire"]
PLAN = {
    "outcome": "AMENDMENT",
    "outcomeLabel": "Small change",
    "button": "Finish the review and send the notice",
    "problem": "",
    "next": ["Version 1 stays in force."],
    "effects": [{"what": "Kept for", "kind": "notice", "kindLabel": "Amendment notice 1", "happens": "28 days"}],
}
WORK = {
    "steps": STEPS,
    "missing": ["data"],
    "questions": [QUESTION],
    "sections": [SECTION | {"waitingNotice": None}],
    "contacts": [{"role": "Duty officer", "phone": "01206 000000", "email": "", "partner": "", "urgent": True}],
    "people": [{"id": "5", "name": "Pat"}],
    "owner": "5",
    "deputy": "",
    "nextOn": "2028-03-27",
    "retireOn": "",
    "plan": None,
}


@pytest.fixture
def review(site: Site) -> Site:
    site.api.changes["ReviewForm"] = {"isp": ISP, "reviewForm": WORK}
    site.api.changes["SaveReviewAnswers"] = {"saveReviewAnswers": {"nextStep": "words"}}
    return site


@pytest.mark.parametrize("step", ["", *(f"/{name}" for name in STEPS), "/check"])
@pytest.mark.parametrize("mode", samples.MODES)
def test_every_page_of_a_review_renders(review: Site, step: str, mode: str) -> None:
    review.api.mode = mode
    review.api.changes["ReviewForm"] = {"isp": ISP, "reviewForm": WORK | {"missing": [], "plan": PLAN}}
    with review.browser() as b:
        r = b.get(f"{HERE}/review{step}")
    assert r.status_code == 200, r.text[-2000:]
    assert r.text.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', r.text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', r.text)) <= set(ids)
    assert samples.MARKUP not in r.text


def test_an_answer_is_saved_and_the_next_question_follows_or_the_reader_leaves(review: Site) -> None:
    with review.browser() as b:
        page = b.get(f"{HERE}/review/data")
        assert "question 1 of 1" in page.text
        r = b.post(f"{HERE}/review/data", data=fields(page.text) | {"value": "less", "why": "Fewer dates"})
        assert (r.status_code, r.headers["location"]) == (303, f"{HERE}/review/words")
        r = b.post(f"{HERE}/review/data", data=fields(page.text) | {"value": "", "later": "1"})
        assert r.headers["location"] == f"{HERE}/review"
    first, second = (one["variables"]["input"] for one in review.api.called("SaveReviewAnswers"))
    assert (first["step"], first["later"], second["later"]) == ("data", False, True)
    assert {pair["name"]: pair["value"] for pair in first["values"]} == {"value": "less", "why": "Fewer dates"}


def test_mistakes_come_back_beside_their_field_with_what_was_typed(review: Site) -> None:
    for step, error, anchor, typed in (
        ("data", {"value": ["Choose one"]}, "#value-yes", {"why": "Typed <b>this</b>"}),
        ("words", {"retention": ["Too much"]}, "#retention", {"retention": "Typed <b>this</b>", "reason": "x"}),
        ("contacts-change", {"email0": ["No address"]}, "#email0", {"role0": "Typed <b>this</b>", "email0": "no"}),
        ("next", {"on": ["In the future"]}, "#on_day", {"on_day": "Typed <b>this</b>", "on_month": "1"}),
        ("retire", {"reason": ["Say why"]}, "#reason", {"on_day": "1", "reason": "Typed <b>this</b>"}),
    ):
        review.api.errors["SaveReviewAnswers"] = {"code": "BAD_USER_INPUT", "fields": error}
        with review.browser() as b:
            form = fields(b.get(f"{HERE}/review/{step}").text)
            r = b.post(f"{HERE}/review/{step}", data={k: v for k, v in form.items() if k in ("csrf",)} | typed)
        assert r.status_code == 422, step
        assert f'href="{anchor}"' in r.text, step
        assert f'id="{anchor[1:]}"' in r.text, step
        assert "Typed &lt;b&gt;this&lt;/b&gt;" in r.text, step
        assert "<title>Error:" in r.text


def test_dates_go_up_as_one_and_no_date_is_named_as_such(review: Site) -> None:
    with review.browser() as b:
        csrf = {"csrf": fields(b.get(f"{HERE}/review/next").text)["csrf"]}
        for parts in (("27", "3", "2028"), ("", "", ""), ("31", "2", "2028")):
            data = csrf | dict(zip(("on_day", "on_month", "on_year"), parts, strict=True))
            b.post(f"{HERE}/review/next", data=data)
    sent = [one["variables"]["input"]["values"] for one in review.api.called("SaveReviewAnswers")]
    assert [values[0]["value"] for values in sent] == ["2028-03-27", "", "no date"]


def test_a_lost_session_keeps_what_was_typed(review: Site) -> None:
    review.api.errors["SaveReviewAnswers"] = {"code": "UNAUTHENTICATED", "http": 401}
    with review.browser() as b:
        form = fields(b.get(f"{HERE}/review/data").text)
        r = b.post(f"{HERE}/review/data", data=form | {"value": "less", "why": "A longer text that nobody types twice"})
    assert r.status_code == 401
    assert "nobody types twice" in r.text
    assert 'name="value" value="less"' in r.text


def test_the_check_page_says_what_follows_and_the_button_does_it_once(review: Site) -> None:
    with review.browser() as b:
        assert b.get(f"{HERE}/review/check").headers["location"] == f"{HERE}/review/data", "an answer is missing"
        review.api.changes["ReviewForm"] = {"isp": ISP, "reviewForm": WORK | {"missing": [], "plan": PLAN}}
        page = b.get(f"{HERE}/review/check")
        assert "What your answers change" in page.text
        assert "Amendment notice 1" in page.text
        assert review.api.called("FinishReview") == []
        for _ in range(2):
            r = b.post(f"{HERE}/review/check", data=fields(page.text))
            assert (r.status_code, r.headers["location"]) == (303, f"{HERE}/review/done")
        first, second = (one["variables"]["input"] for one in review.api.called("FinishReview"))
        assert first == second
        assert first["expectedRevision"] == 7
        review.api.errors["FinishReview"] = {"code": "CONFLICT", "http": 409}
        r = b.post(f"{HERE}/review/check", data=fields(page.text))
        assert (r.status_code, "Someone else changed" in r.text) == (409, True)
        blocked = WORK | {"missing": [], "plan": PLAN | {"problem": "Version 2 is being written"}}
        review.api.changes["ReviewForm"] = {"isp": ISP, "reviewForm": blocked}
        text = b.get(f"{HERE}/review/check").text
        assert "Version 2 is being written" in text
        assert PLAN["button"] not in text


def test_objecting_answering_and_withdrawing_have_their_forms_for_whom_they_are(site: Site) -> None:
    notice = {"number": 3, "state": "OPEN", "withdrawnOn": None, "objectUntil": "2099-01-01", "objections": []}
    isp = {"reference": "ISP-0042"}
    mine = {"mayAnswer": False, "mayObjectFor": [{"slug": "trust", "name": "Trust"}]}
    here = f"{HERE}/amendments/3"
    site.api.changes["AmendmentPage"] = {"amendment": notice | {"isp": isp} | mine}
    with site.browser() as b:
        page = b.get(here)
        assert "Object to this notice" in page.text
        assert "Withdraw the notice" not in page.text
        r = b.post(here + "/object", data=fields(page.text) | {"reason": " "})
        assert (r.status_code, 'href="#reason"' in r.text) == (422, True)
        assert site.api.called("ObjectToAmendment") == []
        r = b.post(here + "/object", data=fields(page.text) | {"reason": "We need two years"})
        assert (r.status_code, r.headers["location"]) == (303, here)
        sent = site.api.called("ObjectToAmendment")[0]["variables"]["input"]
        assert (sent["partner"], sent["number"], sent["reason"]) == ("trust", 3, "We need two years")
        objection = {
            **{"id": "9", "reason": "No", "madeOn": "2026-11-23", "answer": "", "answeredOn": None},
            **{"takenBackOn": None, "settledOn": None, "partner": {"slug": "trust", "name": "Trust"}},
        }
        site.api.changes["AmendmentPage"] = {
            "amendment": notice | {"isp": isp, "objections": [objection], "mayAnswer": True, "mayObjectFor": []}
        }
        page = b.get(here)
        assert "Object to this notice" not in page.text
        r = b.post(here + "/answer", data=fields(page.text) | {"id": "9", "answer": ""})
        assert (r.status_code, 'href="#answer-9"' in r.text, 'id="answer-9"' in r.text) == (422, True, True)
        assert b.post(here + "/answer", data=fields(page.text) | {"id": "9", "answer": "We talked"}).status_code == 303
        assert b.post(here + "/withdraw", data=fields(page.text) | {"why": "Wrong"}).status_code == 303
    assert site.api.called("AnswerObjection")[0]["variables"]["input"] == {"id": "9", "answer": "We talked"}
    assert site.api.called("WithdrawAmendment")[0]["variables"]["input"]["reason"] == "Wrong"


def test_reporting_and_deciding(site: Site) -> None:
    site.api.changes["ReportForm"] = {"isp": {"reference": "ISP-0042", "canReport": True, "canReview": False}}
    site.api.changes["TriggerPage"] = {
        "reviewTrigger": {
            **{"isp": {"reference": "ISP-0042", "canReview": True}, "mayDecide": True, "isOpen": True, "waits": True},
            **{"doneOn": None, "takenUpOn": None},
        }
    }
    with site.browser() as b:
        page = b.get(f"{HERE}/report")
        r = b.post(f"{HERE}/report", data=fields(page.text) | {"kind": "", "what": ""})
        assert (r.status_code, 'href="#kind-BREACH"' in r.text, 'id="kind-BREACH"' in r.text) == (422, True, True)
        r = b.post(f"{HERE}/report", data=fields(page.text) | {"kind": "COMPLAINT", "what": "A letter"})
        assert r.headers["location"] == f"{HERE}/report/sent"
        decide = f"{HERE}/triggers/4"
        page = b.get(decide)
        r = b.post(decide, data=fields(page.text) | {"decision": "aside", "answer": ""})
        assert (r.status_code, 'href="#answer"' in r.text) == (422, True)
        assert b.post(decide, data=fields(page.text) | {"decision": "take"}).status_code == 303
        site.api.changes["ReportForm"] = {"isp": {"canReport": False}}
        assert b.get(f"{HERE}/report").status_code == 404
    assert site.api.called("OpenReviewTrigger")[0]["variables"]["input"]["kind"] == "COMPLAINT"
    assert site.api.called("DecideReviewTrigger")[0]["variables"]["input"]["takeUp"] is True


def test_a_page_is_reviewed_in_one_question(site: Site) -> None:
    site.api.changes["PageReview"] = {"pageReview": {"path": "/guidance/x", "title": "X"}}
    with site.browser() as b:
        page = b.get("/guidance/x/review")
        r = b.post("/guidance/x/review", data=fields(page.text) | {"outcome": "change", "notes": ""})
        assert (r.status_code, 'href="#notes"' in r.text) == (422, True)
        data = fields(page.text) | {"outcome": "right", "on_day": "1", "on_month": "2", "on_year": "2028"}
        assert b.post("/guidance/x/review", data=data).headers["location"] == "/guidance/x/review/done"
        site.api.changes["PageReview"] = {"pageReview": None}
        assert b.get("/guidance/x/review").status_code == 404
    sent = site.api.called("RecordPageReview")[0]["variables"]["input"]
    assert (sent["path"], sent["outcome"], sent["nextReview"]) == ("/guidance/x", "UNCHANGED", "2028-02-01")
