"""Notification settings, calendar addresses, owners to choose and the feed, over real HTTP."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from tests.frontend.conftest import Site
from tests.frontend.test_flow import fields

SETTINGS = "/notifications/settings"
ATOM = "{http://www.w3.org/2005/Atom}"
CHOICES = [{"value": "AT_ONCE", "label": "At once"}, {"value": "DAILY", "label": "Once a day, at 7am"}]
KINDS = [
    {"key": "reviews", "label": "Reviews", "about": "Due.", "because": "It is yours.", "path": ""}
    | {"frequency": "DAILY", "choices": CHOICES},
    {"key": "saved-searches", "label": "Searches", "about": "New.", "because": "You choose there."}
    | {"path": "/saved-searches", "frequency": "AT_ONCE", "choices": CHOICES[:1]},
]


def test_choices_are_shown_and_saved_and_what_is_refused_says_why(site: Site) -> None:
    site.api.changes["NoticeSettings"] = {"noticeSettings": {"kinds": KINDS}}
    with site.browser() as b:
        page = b.get(SETTINGS).text
        assert re.search(r'<option value="daily" selected', page)
        assert "cannot be switched off: it is yours." in page
        assert 'name="kind-saved-searches"' not in page
        given = fields(page) | {"kind-reviews": "at_once", "kind-x": "nonsense"}
        r = b.post(SETTINGS, data=given)
        assert (r.status_code, r.headers["location"]) == (303, f"{SETTINGS}?done=saved")
        (call,) = site.api.called("SetNoticeChoices")
        assert call["variables"]["input"] == {"choices": [{"kind": "reviews", "frequency": "AT_ONCE"}]}
        site.api.errors["SetNoticeChoices"] = {"code": "BAD_USER_INPUT", "fields": {"reviews": ["It is yours."]}}
        r = b.post(SETTINGS, data=given)
        assert r.status_code == 422
        assert 'href="#kind-reviews"' in r.text
        site.api.errors["SetNoticeChoices"] = {"code": "UNAUTHENTICATED"}
        r = b.post(SETTINGS, data=given)
        assert (r.status_code, "signed out" in r.text) == (401, True)
        assert b.post(SETTINGS, data=given | {"csrf": "forged"}).status_code == 422


def test_a_calendar_address_is_shown_once_and_can_be_stopped(site: Site) -> None:
    address = "http://localhost:18000/account/calendar/secret.ics"
    site.api.changes["MakeCalendarAddress"] = {"makeCalendarAddress": {"address": address}}
    with site.browser() as b:
        given = fields(b.get(SETTINGS).text)
        r = b.post(f"{SETTINGS}/calendar", data=given | {"label": "Work"})
        assert r.status_code == 200
        assert address in r.text
        assert r.headers["cache-control"] == "private, no-store"
        assert address not in b.get(SETTINGS).text
        r = b.post(f"{SETTINGS}/calendar/revoke", data=given | {"id": "7"})
        assert r.headers["location"] == f"{SETTINGS}?done=revoked"
        site.api.errors["RevokeCalendarAddress"] = {"code": "NOT_FOUND"}
        assert b.post(f"{SETTINGS}/calendar/revoke", data=given | {"id": "7"}).status_code == 303
    assert [one["variables"]["input"] for one in site.api.called("RevokeCalendarAddress")][0] == {"id": "7"}


def test_an_owner_is_chosen_on_the_page_and_a_change_in_between_is_told(site: Site) -> None:
    one = {
        "reference": "ISP-0007",
        "title": "Fires",
        "problem": "Its owner has left",
        "ownerName": "Pat",
        "revision": 3,
    }
    one |= {"told": ["Sam (deputy)"], "people": [{"id": "5", "name": "Sam"}]}
    site.api.changes["OwnersToChoose"] = {"ownersToChoose": [one]}
    with site.browser() as b:
        page = b.get("/organisation/owners").text
        assert "Sam (deputy)" in page
        given = fields(page) | {"reference": "ISP-0007", "revision": "3"}
        r = b.post("/organisation/owners", data=given | {"owner": ""})
        assert (r.status_code, "Choose who owns it" in r.text) == (422, True)
        assert not site.api.called("ChooseIspOwner")
        r = b.post("/organisation/owners", data=given | {"owner": "5"})
        assert r.headers["location"] == "/organisation/owners?done=chosen"
        (call,) = site.api.called("ChooseIspOwner")
        assert call["variables"]["input"] == {"reference": "ISP-0007", "owner": "5", "expectedRevision": 3}
        site.api.errors["ChooseIspOwner"] = {"code": "CONFLICT", "currentRevision": 4}
        r = b.post("/organisation/owners", data=given | {"owner": "5"})
        assert (r.status_code, "Somebody changed this agreement" in r.text) == (422, True)


def test_the_feed_is_atom_that_can_be_revalidated(site: Site) -> None:
    site.api.etag = "abc"
    entry = {
        "key": "isp:7:1",
        "kind": "Agreement",
        "title": "In force: A & <B>",
        "summary": 'Say "yes"',
        "path": "/isps/1",
    }
    site.api.changes["PublicChanges"] = {"publicChanges": [entry | {"at": "2026-11-20T00:00:00+00:00"}]}
    with site.browser(session=None) as b:
        r = b.get("/changes.xml")
        assert r.headers["content-type"].startswith("application/atom+xml")
        assert r.headers["cache-control"] == "public, max-age=900"
        again = b.get("/changes.xml", headers={"If-None-Match": r.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    feed = ET.fromstring(r.content)  # noqa: S314 - our own answer
    assert feed.findtext(f"{ATOM}updated") == "2026-11-20T00:00:00+00:00"
    (found,) = feed.findall(f"{ATOM}entry")
    assert found.findtext(f"{ATOM}title") == "In force: A & <B>"
    link = found.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"{site.origin}/isps/1"
    assert all(found.findtext(f"{ATOM}{name}") for name in ("id", "updated", "summary"))
