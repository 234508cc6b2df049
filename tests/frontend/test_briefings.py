"""Briefings on the members' site over real HTTP: reading, the feed, asking for it, suggesting an item."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from tests.frontend.conftest import Site
from tests.frontend.test_flow import fields

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_holds_public_briefings_and_a_correction_makes_one_new(site: Site) -> None:
    site.api.etag = "abc"
    item = {"title": "A & <B>", "path": "/briefings/november", "note": "Thank you.", "items": [{"title": "Do it"}]}
    item |= {"begunAt": "2026-11-20T09:00:00+00:00", "corrections": [{"madeAt": "2026-11-21T09:00:00+00:00"}]}
    site.api.changes["BriefingFeed"] = {"briefings": {"items": [item]}}
    with site.browser(session=None) as b:
        r = b.get("/briefings.xml")
        assert r.headers["content-type"].startswith("application/atom+xml")
        assert r.headers["cache-control"] == "public, max-age=900"
    feed = ET.fromstring(r.content)  # noqa: S314 - our own answer
    assert feed.findtext(f"{ATOM}updated") == "2026-11-21T09:00:00+00:00"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "A & <B>"
    assert entry.findtext(f"{ATOM}id") == f"{site.origin}/briefings/november"
    assert entry.findtext(f"{ATOM}summary") == "Thank you.\n• Do it"


def test_an_edition_shows_what_the_mail_said_and_its_corrections_first(site: Site) -> None:
    item = {
        "kicker": "Consultation",
        "title": "One identifier",
        "path": "/horizon/x",
        "text": "Two.",
        "toDo": "To do: y",
    }
    said = {"text": "The date is 3 March.", "madeAt": "2026-11-21T09:00:00+00:00"}
    site.api.changes["BriefingPage"] = {"briefing": {"items": [item], "corrections": [said], "note": "One.\n\nTwo."}}
    for end in ("", "/print"):
        with site.browser() as b:
            html = b.get(f"/briefings/november{end}").text
        places = [html.index(words) for words in ("3 March", "From the editor", "Consultation", "To do: y")]
        assert places == sorted(places)
    site.api.changes["BriefingPage"] = {"briefing": None}
    with site.browser() as b:
        assert b.get("/briefings/absent.docx").status_code == 404
    with site.browser(session=None) as b:
        assert b.get("/briefings/absent").status_code == 303


def test_who_asks_for_it_gets_a_mail_and_keeps_what_was_typed(site: Site) -> None:
    with site.browser(session=None) as b:
        given = fields(b.get("/briefings/subscribe").text)
        assert "Write your e-mail address" in b.post("/briefings/subscribe", data=given | {"email": " "}).text
        wrong = {"email": ["Write an e-mail address, like a@b."]}
        site.api.errors["SubscribeToBriefing"] = {"code": "BAD_USER_INPUT", "fields": wrong}
        r = b.post("/briefings/subscribe", data=given | {"email": "nobody"})
        assert (r.status_code, 'value="nobody"' in r.text, "like a@b" in r.text) == (422, True, True)
        site.api.errors.clear()
        r = b.post("/briefings/subscribe", data=given | {"email": "a@example.org"})
        assert (r.status_code, r.headers["location"]) == (303, "/briefings/subscribed")
        assert "Look into your mailbox" in b.get(r.headers["location"]).text
    assert site.api.called("SubscribeToBriefing")[-1]["variables"]["input"] == {"email": "a@example.org"}


def test_a_member_suggests_an_item_once(site: Site) -> None:
    with site.browser() as b:
        given = fields(b.get("/briefings/suggest?link=/guidance/x").text)
        r = b.post("/briefings/suggest", data=given | {"title": "", "why": "", "link": "/guidance/x"})
        assert (r.status_code, 'value="/guidance/x"' in r.text) == (422, True)
        values = {"title": "A tool", "why": "It helps.", "link": "/guidance/x"}
        r = b.post("/briefings/suggest", data=given | values)
        assert (r.status_code, r.headers["location"]) == (303, "/briefings?done=suggested")
        assert "The core team sees it" in b.get(r.headers["location"]).text
    (sent,) = site.api.called("SuggestBriefingItem")
    assert sent["variables"]["input"] == {"submissionId": given["submission"], **values}
