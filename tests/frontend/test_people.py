"""One's topics, what others see, and comments on a draft, over real HTTP: what is sent, and that no word is lost."""

from __future__ import annotations

import re

import pytest

from tests.frontend.conftest import Site
from tests.frontend.test_flow import fields

MEMBER = {"viewer": {"isMember": True}}
TOPIC = {"slug": "fire", "name": "Fire", "knows": True, "follows": False, "note": "hoarding", "isListed": True}
OTHER = {"slug": "homes", "name": "Homes", "knows": False, "follows": True, "note": "", "isListed": True}
OFTEN = [{"value": value, "label": value} for value in ("AT_ONCE", "WEEKLY", "NEVER")]
KIND = {"key": "briefings", "label": "Briefings", "about": "News", "frequency": "WEEKLY", "choices": OFTEN}
MINE = {
    "hasChosen": True,
    "isFindable": True,
    "showsEmail": True,
    "showsPhone": False,
    "topics": [TOPIC, OTHER],
    "kinds": [KIND],
}
PARAGRAPH = {"number": 3, "isHeading": False, "text": "We share.", "comments": []}
COMMENT = "/consultations/x/comment"


@pytest.fixture
def people(site: Site) -> Site:
    site.api.changes |= {
        "MyTopicsPage": MEMBER | {"myTopics": MINE},
        "Helpers": MEMBER,
        "ConsultationPage": MEMBER | {"consultation": {"slug": "x", "mayComment": True, "paragraphs": [PARAGRAPH]}},
        "CommentOnConsultation": {"commentOnConsultation": {"comment": {"paragraphNumber": 3}}},
    }
    return site


def sent(site: Site, operation: str) -> dict[str, object]:
    (one,) = site.api.called(operation)
    assert one["method"] == "POST"
    found: dict[str, object] = one["variables"]["input"]
    return found


def form(html: str, action: str) -> dict[str, str]:
    """What a browser would send of the one form with this action."""
    (one,) = re.findall(rf'<form method="post" action="{action}".*?</form>', html, re.DOTALL)
    return fields(one)


def test_topics_are_chosen_with_boxes_and_all_of_them_are_sent(people: Site) -> None:
    with people.browser() as b:
        shown = b.get("/community/me").text
        assert re.search(r'name="knows-fire"[^>]* checked', shown)
        assert re.search(r'name="follows-homes"[^>]* checked', shown)
        base = {name: value for name, value in form(shown, "/community/me").items() if name in ("csrf", "submission")}
        assert re.search(r'<option value="weekly" selected', shown)
        boxes = {"knows-homes": "1", "follows-fire": "1", "follows-homes": "1", "often-briefings": "never"}
        r = b.post("/community/me", data=base | boxes)
        assert (r.status_code, r.headers["location"]) == (303, "/community/me?done=topics")
        assert 'role="status"' in b.get(r.headers["location"]).text
    assert sent(people, "ChooseTopics") == {
        "knows": ["homes"],
        "follows": ["fire", "homes"],
        "howOften": [{"kind": "briefings", "frequency": "NEVER"}],
    }


def test_a_newcomer_is_welcomed_and_may_do_it_later(people: Site) -> None:
    with people.browser() as b:
        html = b.get("/community/me?done=joined").text
    assert "Welcome. You are a member now." in html
    assert "Do it later" in html


def test_what_others_see_is_changed_at_once_and_a_refusal_keeps_the_words(people: Site) -> None:
    given = {"about": "I run it", "phone": "1", "note-fire": "fires"}
    with people.browser() as b:
        base = form(b.get("/community/me").text, "/community/me/card")
        base = {name: base[name] for name in ("csrf", "submission")}
        people.api.errors["ChangeCard"] = {"code": "BAD_USER_INPUT", "fields": {"fire": ["Too long"]}}
        r = b.post("/community/me/card", data=base | given)
        assert r.status_code == 422
        assert 'href="#note-fire"' in r.text
        assert 'value="fires"' in r.text
        assert ">I run it</textarea>" in r.text
        assert not re.search(r'name="findable"[^>]* checked', r.text), "as it was sent, not as it is kept"
        del people.api.errors["ChangeCard"]
        people.api.seen.clear()
        r = b.post("/community/me/card", data=base | given)
        assert (r.status_code, r.headers["location"]) == (303, "/community/me?done=card")
        assert b.get("/community/me/card").headers["location"] == "/community/me"
    found = sent(people, "ChangeCard")
    assert found["isFindable"] is False
    assert not {"showsEmail", "showsPhone"} & found.keys(), "those are chosen once, for the whole site"
    assert found["topics"] == [{"slug": "fire", "note": "fires", "isListed": False}]


def test_signed_out_while_choosing_loses_nothing(people: Site) -> None:
    with people.browser() as b:
        base = form(b.get("/community/me").text, "/community/me")
        people.api.errors["ChooseTopics"] = {"code": "UNAUTHENTICATED"}
        people.api.changes["MyTopicsPage"] = {"myTopics": None, "viewer": {"isSignedIn": False}}
        r = b.post("/community/me", data=base | {"knows-homes": "1"})
        assert r.status_code == 401
        assert 'name="knows-homes" value="1"' in r.text


def test_the_finder_passes_its_filters_on(people: Site) -> None:
    with people.browser() as b:
        assert b.get("/community/people?topic=fire&role=ig_lead&q=town&page=2").status_code == 200
        b.get("/community/people?role=nonsense")
    first, second = (one["variables"] for one in people.api.called("Helpers"))
    assert (first["topic"], first["role"], first["text"], first["page"]) == ("fire", "IG_LEAD", "town", 2)
    assert "role" not in second


def test_a_comment_on_a_paragraph_from_the_draft_to_its_place(people: Site) -> None:
    with people.browser() as b:
        draft = b.get("/consultations/x").text
        (link,) = re.findall(r'href="(/consultations/x/comment\?on=3)"', draft)
        page = b.get(link)
        assert "We share." in page.text
        nothing = b.post(COMMENT, data=fields(page.text) | {"body": " "})
        assert nothing.status_code == 422
        assert 'href="#stance-support"' in nothing.text
        assert 'href="#body"' in nothing.text
        assert people.api.called("CommentOnConsultation") == []
        r = b.post(COMMENT, data=fields(nothing.text) | {"stance": "change", "body": "With whom?"})
        assert (r.status_code, r.headers["location"]) == (303, "/consultations/x?done=said#p3")
    given = sent(people, "CommentOnConsultation")
    assert (given["slug"], given["paragraph"], given["stance"], given["body"]) == ("x", 3, "CHANGE", "With whom?")


def test_a_comment_that_comes_too_late_keeps_its_words(people: Site) -> None:
    with people.browser() as b:
        page = b.get(COMMENT)
        people.api.errors["CommentOnConsultation"] = {"code": "CONFLICT"}
        people.api.changes["ConsultationPage"]["consultation"] |= {"mayComment": False}
        r = b.post(COMMENT, data=fields(page.text) | {"stance": "ask", "body": "A long thought"})
        assert r.status_code == 422
        assert ">A long thought</textarea>" in r.text
        assert "Comments have closed" in r.text
        assert b.get(COMMENT).headers["location"] == "/consultations/x", "there is no form to fill in in vain"


def test_taking_a_comment_back_is_asked_first_and_only_of_ones_own(people: Site) -> None:
    own = {"id": "7", "body": "Mine", "isMine": True, "isWithdrawn": False, "isHidden": False}
    other = {"id": "8", "body": "Theirs", "isMine": False, "isWithdrawn": False, "isHidden": False}
    said = people.api.changes["ConsultationPage"]["consultation"]
    with people.browser() as b:
        sample = b.get("/consultations/x")
        assert sample.status_code == 200
    base = {
        "stance": "CHANGE", "stanceLabel": "Change it", "at": "2026-12-10T10:30:00+00:00", "outcomeLabel": "",
        "answer": "", "author": {"name": "A"}, "partner": None,
    }  # fmt: skip
    said["comments"] = [base | own, base | other]
    with people.browser() as b:
        draft = b.get("/consultations/x").text
        assert re.findall(r"/consultations/x/comments/(\d+)/withdraw", draft) == ["7"]
        page = b.get("/consultations/x/comments/7/withdraw")
        assert "Mine" in page.text
        assert b.get("/consultations/x/comments/8/withdraw").status_code == 404
        assert people.api.called("WithdrawConsultationComment") == [], "nothing acts by being opened"
        r = b.post("/consultations/x/comments/7/withdraw", data=fields(page.text))
        assert (r.status_code, r.headers["location"]) == (303, "/consultations/x?done=withdrawn")
    assert sent(people, "WithdrawConsultationComment") == {"id": "7"}
