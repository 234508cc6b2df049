"""Asking for another format; and files that are taken away are told to the API."""

from __future__ import annotations

import re
from html import unescape
from types import SimpleNamespace

from frontend.pages import ENV
from tests.frontend.conftest import Site

FORM = "/accessibility/format"


def answers(html: str, **extra: str) -> dict[str, str]:
    found = {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html)}
    return found | {"of": "A paper", "format": "large-print", "name": "Jo", "email": "jo@example.org"} | extra


def test_what_is_missing_is_said_and_nothing_typed_is_lost(site: Site) -> None:
    with site.browser() as b:
        page = b.get(f"{FORM}?of=A+paper").text
        assert 'value="A paper"' in page
        r = b.post(FORM, data=answers(page, format="", more="At 24 points"))
    assert r.status_code == 422
    assert 'href="#format-large-print">Choose a format' in r.text
    assert "At 24 points" in r.text
    assert not site.api.called("AskForHelp")


def test_it_becomes_a_request_for_help(site: Site) -> None:
    with site.browser(session=None) as b:
        r = b.post(FORM, data=answers(b.get(FORM).text))
        assert r.status_code == 303
        assert re.fullmatch(rf"{FORM}/\d+/sent\?key=[0-9a-f]{{24}}", r.headers["location"])
        assert b.get(r.headers["location"]).status_code == 200
        assert b.get(f"{FORM}/8/sent?key=x").status_code == 404
    sent = site.api.called("AskForHelp")[0]["variables"]["input"]
    assert (sent["what"], sent["whom"]) == ("Another format: A paper", "Large print, from the core team")


def test_a_file_that_is_taken_away_is_told_to_the_api(site: Site) -> None:
    with site.browser() as b:
        b.get("/partners")
        b.get("/partners.csv?sector=x")
    told = [one["headers"].get("x-export", "") for one in site.api.seen]
    assert set(told) == {"", "/partners.csv"}


def test_what_is_in_the_way_stands_beside_the_offer_of_another_format() -> None:
    parts = ENV.get_template("macros/parts.html").module
    barriers = [SimpleNamespace(words="it has no title of its own"), SimpleNamespace(words="a table has no headings")]
    said = parts.other_format("A & B", SimpleNamespace(extension="PDF", barriers=barriers, held_back=""))  # type: ignore[attr-defined]
    told = "This PDF may not work with a screen reader: it has no title of its own; a table has no headings. <a href="
    assert told in said
    assert "/accessibility/format?of=A+%26+B" in said
    plain = parts.other_format("A", SimpleNamespace(extension="pdf", barriers=[], held_back=""))  # type: ignore[attr-defined]
    assert "may not work" not in plain
    assert "Ask for another format" in plain


def test_a_first_page_is_decoration_and_a_file_without_one_has_an_icon() -> None:
    parts = ENV.get_template("macros/parts.html").module
    shown = parts.file_face(SimpleNamespace(cover_url="/documents/4/cover"), lambda path: f"https://cms{path}")  # type: ignore[attr-defined]
    assert '<img src="https://cms/documents/4/cover" width="96" height="136" alt="" loading="lazy">' in shown
    assert "<svg" in parts.file_face(SimpleNamespace(cover_url=None), str)  # type: ignore[attr-defined]
