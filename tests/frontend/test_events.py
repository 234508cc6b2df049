"""Signing up, giving up and saying what stands in the way, over real HTTP: what is sent, refused, and never lost."""

from __future__ import annotations

import re

import pytest
from icalendar import Calendar

from tests.frontend.conftest import Site
from tests.frontend.test_flow import fields
from tests.frontend.test_saved_searches import sent

EVENT, STARTS = "/events/x", "2099-12-10T10:00:00Z"


@pytest.fixture
def event(site: Site) -> Site:
    sign_up = {"places": 20, "placesLeft": 3, "waiting": 0, "closedBecause": "", "cancelledAt": None}
    site.api.changes["EventPage"] = {
        "viewer": {"isMember": True},
        "event": {
            "id": "7",
            "path": EVENT,
            "title": "A workshop",
            "startsAt": "2099-12-10T10:00:00Z",
            "signUp": sign_up,
        },
        "eventPlace": None,
    }
    site.api.changes["SignUpToEvent"] = {"signUpToEvent": {"place": {"id": "1", "isWaiting": False}}}
    return site


def place(site: Site, **values: object) -> None:
    """The reader has a place from now on."""
    one = {"id": "1", "askedAt": "2099-12-01T10:00:00Z", "needs": "", "isWaiting": False, "ahead": 0}
    own = one | {"joining": "Ring 0123\nhttps://meet.example/4711", "barriers": []} | values
    site.api.changes["EventPage"] = site.api.changes["EventPage"] | {"eventPlace": own}


def form_of(html: str, action: str) -> dict[str, str]:
    found = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', html, re.S)
    assert found, action
    return fields(found.group())


def test_a_place_is_taken_and_given_up(event: Site) -> None:
    with event.browser() as b:
        html = b.get(EVENT).text
        assert "3 places of 20 left." in html
        assert "Take a place" in html
        r = b.post(f"{EVENT}/sign-up", data=form_of(html, f"{EVENT}/sign-up") | {"needs": "A hearing loop"})
        assert (r.status_code, r.headers["location"]) == (303, f"{EVENT}?done=place")
        place(event)
        html = b.get(f"{EVENT}?done=place").text
        assert 'role="status"' in html
        assert 'href="https://meet.example/4711"' in html
        r = b.post(f"{EVENT}/give-up", data=form_of(html, f"{EVENT}/give-up"))
        assert (r.status_code, r.headers["location"]) == (303, f"{EVENT}?done=given-up")
    given = sent(event, "SignUpToEvent")
    assert (given["eventId"], given["needs"], len(str(given["submissionId"]))) == ("7", "A hearing loop", 32)
    assert sent(event, "GiveUpEventPlace") == {"eventId": "7"}


def test_a_full_event_offers_the_queue_and_a_visitor_signs_in_first(event: Site) -> None:
    event.api.changes["EventPage"]["event"]["signUp"] |= {"placesLeft": 0, "waiting": 2}
    event.api.changes["SignUpToEvent"]["signUpToEvent"]["place"]["isWaiting"] = True
    with event.browser() as b:
        html = b.get(EVENT).text
        assert "All 20 places are taken, and 2 people wait." in html
        r = b.post(f"{EVENT}/sign-up", data=form_of(html, f"{EVENT}/sign-up"))
        assert r.headers["location"] == f"{EVENT}?done=waiting"
    event.api.signed_in = False
    event.api.changes["EventPage"].pop("viewer")
    with event.browser(session=None) as b:
        html = b.get(EVENT).text
        assert "Members sign up here." in html
        assert f"{EVENT}/sign-up" not in html


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        ({"code": "CONFLICT"}, 422, "Nobody can sign up for this event any more"),
        ({"code": "UNAUTHENTICATED"}, 401, "You have been signed out"),
        ({"code": "BAD_USER_INPUT", "fields": {"needs": ["Make this shorter."]}}, 422, "Make this shorter."),
    ],
)
def test_what_is_refused_comes_back_as_it_was_typed(
    event: Site, error: dict[str, object], status: int, words: str
) -> None:
    event.api.errors["SignUpToEvent"] = error
    with event.browser() as b:
        given = form_of(b.get(EVENT).text, f"{EVENT}/sign-up") | {"needs": "A step-free way"}
        r = b.post(f"{EVENT}/sign-up", data=given)
    assert r.status_code == status
    assert "<title>Error: " in r.text
    assert words in r.text
    assert "A step-free way" in r.text
    assert "words of the API" not in r.text


def test_a_cancelled_event_says_so_everywhere(event: Site) -> None:
    event.api.changes["EventPage"]["event"]["signUp"] |= {
        "cancelledAt": STARTS, "cancelledBecause": "The hall is flooded.", "closedBecause": "Cancelled.",
    }  # fmt: skip
    place(event, joining="")
    with event.browser() as b:
        html = b.get(EVENT).text
        (entry,) = Calendar.from_ical(b.get(f"{EVENT}.ics").content).walk("VEVENT")
    assert "This event is cancelled" in html
    assert "The hall is flooded." in html
    assert f"{EVENT}/sign-up" not in html
    assert (entry["status"], entry["summary"]) == ("CANCELLED", "Cancelled: A workshop")


def test_the_calendar_entry_says_how_to_join_to_who_has_a_place(event: Site) -> None:
    with event.browser() as b:
        assert b"4711" not in b.get(f"{EVENT}.ics").content
        place(event)
        (entry,) = Calendar.from_ical(b.get(f"{EVENT}.ics").content).walk("VEVENT")
    assert "https://meet.example/4711" in entry["description"]


@pytest.mark.parametrize(("part", "name"), [("barriers", "title"), ("sign-up", "needs")])
def test_a_lapsed_session_and_a_lost_place_lose_no_words(event: Site, part: str, name: str) -> None:
    place(event)
    with event.browser() as b:
        token = form_of(b.get(f"{EVENT}/barriers").text, f"{EVENT}/barriers")
        event.api.changes["EventPage"] |= {"eventPlace": None}
        event.api.changes["EventPage"]["event"] |= {"signUp": None}
        for operation in ("SayEventBarrier", "SignUpToEvent"):
            event.api.errors[operation] = {"code": "FORBIDDEN"}
        r = b.post(f"{EVENT}/{part}", data=token | {name: "Long and hard to say"})
        assert (r.status_code, "Long and hard to say" in r.text) == (409, True)
        for operation in ("SayEventBarrier", "SignUpToEvent"):
            event.api.errors[operation] = {"code": "UNAUTHENTICATED"}
        event.api.signed_in = False
        event.api.changes["EventPage"].pop("viewer")
        r = b.post(f"{EVENT}/{part}", data=token | {name: "Long and hard to say"})
    assert (r.status_code, "Long and hard to say" in r.text) == (401, True)
    assert f'action="{EVENT}/{part}"' in r.text


def test_what_stands_in_the_way_is_said_and_asked(event: Site) -> None:
    page = f"{EVENT}/barriers"
    with event.browser() as b:
        assert b.get(page).status_code == 404  # no place
        mine = {"id": "3", "title": "Whom to send it to", "detail": "", "isMine": True, "threadPath": ""}
        mine |= {"isHidden": False}
        hidden = mine | {"id": "5", "title": "", "isHidden": True}
        place(event, barriers=[mine, mine | {"id": "4", "isMine": False, "title": "Of another"}, hidden])
        html = b.get(page).text
        assert html.count("Ask peers") == html.count("Take it back") == html.count("The core team hid") == 1
        r = b.post(page, data=form_of(html, page) | {"title": " ", "detail": "Nobody knows."})
        assert (r.status_code, "Nobody knows." in r.text) == (422, True)
        r = b.post(page, data=form_of(r.text, page) | {"title": "No time", "detail": "Nobody knows."})
        assert (r.status_code, r.headers["location"]) == (303, f"{page}?done=said")
        given = form_of(html, f"{page}/ask")
        event.api.errors["AskPeersAboutBarrier"] = {"code": "BAD_USER_INPUT", "fields": {"body": ["An NHS number"]}}
        r = b.post(f"{page}/ask", data=given)
        assert (r.status_code, 'id="checked-3"' in r.text) == (422, True)
        event.api.errors.clear()
        event.api.changes["AskPeersAboutBarrier"] = {"askPeersAboutBarrier": {"threadPath": "/community/threads/9"}}
        r = b.post(f"{page}/ask", data=given | {"checked": "1"})
        assert (r.status_code, r.headers["location"]) == (303, "/community/threads/9")
    assert [call["variables"]["input"]["checked"] for call in event.api.called("AskPeersAboutBarrier")] == [False, True]
    assert sent(event, "SayEventBarrier")["title"] == "No time"


def test_a_barrier_is_looked_at_again_and_taken_back(event: Site) -> None:
    page = f"{EVENT}/barriers"
    with event.browser() as b:
        mine = {"id": "3", "title": "No time", "detail": "", "isMine": True, "threadPath": "", "isHidden": False}
        place(event, barriers=[mine])
        html = b.get(page).text
        event.api.errors["SayEventBarrier"] = {
            "code": "BAD_USER_INPUT",
            "fields": {"title": ["An NHS number"]},
            "personalData": ["This looks like an NHS number: 943 476 5919."],
        }
        r = b.post(page, data=form_of(html, page) | {"title": "About 943 476 5919"})
        assert (r.status_code, 'name="checked"' in r.text, "943 476 5919." in r.text) == (422, True, True)
        event.api.errors.clear()
        r = b.post(page, data=form_of(r.text, page) | {"title": "About 943 476 5919", "checked": "1"})
        assert r.status_code == 303
        assert [call["variables"]["input"]["checked"] for call in event.api.called("SayEventBarrier")] == [False, True]
        event.api.changes["WithdrawEventBarrier"] = {"withdrawEventBarrier": {"id": "3"}}
        r = b.post(f"{page}/withdraw", data=form_of(html, f"{page}/withdraw"))
        assert (r.status_code, r.headers["location"]) == (303, f"{page}?done=taken-back")
        assert sent(event, "WithdrawEventBarrier") == {"id": "3"}
