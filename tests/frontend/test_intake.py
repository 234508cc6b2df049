"""Bringing in old agreements on screen: what a press sends, what comes back filled in, and the form for the CMS."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from tests.frontend.conftest import Site

PAPER = "/organisation/add/3/7"


def guess(key: str, name: str, value: str, printed: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "field": name, "value": value, "text": value, "printed": printed, "source": "page 1: “x”",
            "howLabel": "From the file's words", "note": "", "options": [], **more}  # fmt: skip


@pytest.fixture
def paper(site: Site) -> Site:
    said = {"state": "ready", "stateLabel": "Ready", "detail": "", "ispReference": "", "canUndo": False}
    card = {"id": "70", "number": 7, "name": "EmptyHomes <i>.pdf", **said}
    site.api.changes["IntakePaperPage"] = {
        "intakePaper": {
            "revision": 4,
            "nextNumber": 8,
            "question": "",
            "card": card,
            "others": [card],
            "guesses": [
                guess("1", "title", "Empty homes", "Empty homes"),
                guess("2", "party", "colne", "Colne Council", text="Colne Council"),
                guess("3", "party", "", "Harbour Group", options=[{"slug": "harbour", "name": "Harbour Homes"}]),
            ],
            "pages": [
                {"number": 1, "text": "Empty homes\nbetween Harbour Group <script>", "how": "text", "howLabel": "x"}
            ],
        }
    }
    return site


def filled(html: str) -> dict[str, str]:
    """The form as a browser without scripts would send it, pressing its first button."""
    form = html.split(f'action="{PAPER}"', 1)[1].split("</form>", 1)[0]
    values = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="(\w+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag and 'type="radio"' not in tag or " checked" in tag):
            values[name[1]] = unescape(value[1]) if value else ""
    button = re.search(r'<button[^>]*name="(\w+)" value="(\w+)"', form)
    assert button
    return values | {button[1]: button[2]}


def test_enter_accepts_what_was_confirmed_and_an_open_question_starts_empty(paper: Site) -> None:
    with paper.browser() as b:
        html = b.get(PAPER).text
        assert "<mark>Harbour Group</mark> &lt;script&gt;" in html
        given = filled(html)
        assert given["press"] == "accept"  # the first button, which Enter presses
        assert not given.get("choice_3")
        assert "accesskey" not in html
        paper.api.errors["AcceptPaper"] = {"code": "BAD_USER_INPUT", "fields": {"choice_3": ["Choose which partner."]}}
        again = b.post(PAPER, data=given | {"others": "Mine\n\nYours", "title": "Changed", "signed_on": "1 May 2018"})
        assert again.status_code == 422
        assert 'value="Changed"' in again.text
        assert "Choose which partner." in again.text
        del paper.api.errors["AcceptPaper"]
        done = b.post(PAPER, data=filled(again.text) | {"others": "Mine\n\nYours", "choice_3": "harbour"})
        assert (done.status_code, done.headers["location"]) == (303, "/organisation/add/3/8?done=accepted")
    sent = paper.api.called("AcceptPaper")[-1]["variables"]["input"]
    assert sent["parties"] == ["colne"]
    assert sent["others"] == ["Mine", "Yours"]
    assert sent["choices"] == [{"guess": "3", "partner": "harbour"}]
    assert (sent["paper"], sent["expectedRevision"], sent["title"], sent["signedOn"]) == (
        "70",
        4,
        "Changed",
        "1 May 2018",
    )


def test_other_buttons_and_somebody_else_first(paper: Site) -> None:
    with paper.browser() as b:
        given = filled(b.get(PAPER).text)
        for press, answer in (("left", "left"), ("duplicate", "duplicate"), ("asked", "asked")):
            r = b.post(PAPER, data=given | {"press": press, "same_as": "71", "note": "Which?"})
            assert r.headers["location"].endswith(f"/8?done={press}")
            assert paper.api.called("SettlePaper")[-1]["variables"]["input"]["answer"] == answer
        r = b.post(PAPER, data=given | {"kind": "not_one"})
        assert r.headers["location"].endswith("done=not_one")
        paper.api.errors["SettlePaper"] = {"code": "CONFLICT"}
        assert b.post(PAPER, data=given | {"press": "left"}).status_code == 409
        refused = b.post(PAPER, data=given | {"press": "left"}, headers={"Origin": "https://evil.example"})
        assert refused.status_code == 403


def test_the_chooser_posts_to_the_cms_which_is_told_where_it_comes_from(site: Site) -> None:
    site.api.changes["StartUpload"] = {
        "startUpload": {"url": "/documents/uploads/1~x/", "mostFiles": 60, "mostMegabytes": 40}
    }
    with site.browser() as b:
        html = b.get("/organisation/add/3").text
        token = re.search(r'name="csrf" value="([^"]+)"', html)
        assert token
        assert "multipart" not in html  # nothing is begun by looking
        assert "/static/upload." not in html
        r = b.post("/organisation/add/3/files", data={"csrf": token[1], "what": "files"})
    assert r.headers["Referrer-Policy"] == "strict-origin"
    cms = site.settings.cms("/documents/uploads/1~x/")
    assert f'action="{cms}" enctype="multipart/form-data"' in r.text
    assert site.settings.cms_origin in r.headers["Content-Security-Policy"].split("form-action")[1].split(";")[0]
    assert 'data-upload="/organisation/add/3/files intake.files"' in r.text
    assert r.text.count("/static/upload.") == 1
    given = site.api.called("StartUpload")[0]["variables"]["input"]
    assert given == {"purpose": "intake.files", "target": "3"}
