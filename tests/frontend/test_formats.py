"""Asking for another format; and files that are taken away are told to the API."""

from __future__ import annotations

import re
from html import unescape

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
