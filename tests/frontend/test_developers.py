"""Developers' pages: true to the schema, the examples and the code; an explorer whose form loses nothing."""

from __future__ import annotations

import json
import re

from frontend import schema_reference as written
from tests.frontend.conftest import Site

EXPLORER = "/developers/explorer"


def test_the_reference_names_what_tools_can_ask(site: Site) -> None:
    with site.browser(session=None) as b:
        html = b.get("/developers/schema").text
        isp = b.get("/developers/schema/Isp").text
    assert "read:register" in html
    assert re.search(r"<code>isps</code>", html)
    assert "<code>reference</code>" in isp
    assert 'href="/developers/schema/Partner"' in isp
    known = written.reference()
    assert not [
        query["name"] for query in known.queries if query["of"] not in {*known.types, "String", "Int", "Boolean"}
    ]


def test_every_type_has_a_page_and_nothing_else_does(site: Site) -> None:
    """One of each shape: a template that takes a type without values for one with them fails on every such type."""
    shapes = {(kind["kind"], *sorted(kind)): name for name, kind in sorted(written.reference().types.items())}
    assert {shape[0] for shape in shapes} >= {"type", "interface", "input", "enum", "scalar"}
    with site.browser(session=None) as b:
        for name in ("Isp", "IspList", "IspOrder", "PageInterface", "Date", *shapes.values()):
            page = b.get(f"/developers/schema/{name}")
            assert page.status_code == 200, name
            assert ("<h2>Values</h2>" in page.text) == (written.reference().types[name]["kind"] == "enum"), name
        assert b.get("/developers/schema/Query").status_code == 404
        assert b.get("/developers/schema/absent").status_code == 404


def test_the_schema_is_a_file(site: Site) -> None:
    with site.browser(session=None) as b:
        answer = b.get("/developers/schema.graphql")
    assert answer.status_code == 200
    assert "type Query" in answer.text
    assert "attachment" in answer.headers["content-disposition"]


def test_the_change_log_is_read_as_it_is_written() -> None:
    first = written.changes()[0]
    assert first.heading
    assert all(line and not line.startswith("-") for change in written.changes() for line in change.lines)
    assert written.in_code("a `b` c") == [(False, "a "), (True, "b"), (False, " c")]


def token(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_explorer_sends_the_text_in_no_address(site: Site) -> None:
    site.api.changes["ExplorerPage"] = {
        "explorerTokens": [{"id": "7", "name": "Dashboard", "partnerName": "Trust", "scopes": ["adhoc"]}]
    }
    site.api.changes["Explore"] = {"explore": {"text": '{"data": {"x": "<b>"}}', "cost": 12345}}
    with site.browser() as b:
        page = b.get(EXPLORER).text
        sent = {"csrf": token(page), "token": "7", "query": "{ isps { totalCount } }", "variables": "", "operation": ""}
        answer = b.post(EXPLORER, data=sent)
    assert answer.status_code == 200
    assert "{&#34;data&#34;: {&#34;x&#34;: &#34;&lt;b&gt;&#34;}}" in answer.text
    assert "12,345" in answer.text
    [asked] = site.api.called("Explore")
    assert (asked["method"], asked["variables"]["query"]) == ("POST", "{ isps { totalCount } }")
    assert answer.headers["cache-control"] == "private, no-store"


def test_what_was_typed_stays_whatever_is_refused(site: Site) -> None:
    words = "{ what I typed }"
    refusals = {"UNAUTHENTICATED": 401, "NOT_FOUND": 409, "FORBIDDEN": 409, "RATE_LIMITED": 429, "BAD_USER_INPUT": 422}
    with site.browser() as b:
        csrf = token(b.get(EXPLORER).text)
        for code, status in refusals.items():
            site.api.errors["Explore"] = {"code": code, "fields": {"variables": ["Write a JSON object"]}}
            answer = b.post(EXPLORER, data={"csrf": csrf, "token": "7", "query": words, "variables": "{"})
            assert answer.status_code == status, code
            assert words in answer.text, code
        nothing = b.post(EXPLORER, data={"csrf": csrf, "query": ""})
        assert nothing.status_code == 422
        assert "Choose one of your tokens" in nothing.text
        forged = b.post(EXPLORER, data={"csrf": "x", "token": "7", "query": words})
        assert forged.status_code == 422
        assert words in forged.text
    assert "words of the API" not in forged.text


def test_an_example_is_put_into_the_form(site: Site) -> None:
    with site.browser() as b:
        assert "query ExampleRegister" in b.get(EXPLORER + "?example=register").text
        assert "query ExampleRegister" not in b.get(EXPLORER + "?example=../../secret").text


def test_limits_on_the_page_are_those_of_the_code(site: Site) -> None:
    with site.browser(session=None) as b:
        html = b.get("/developers/limits").text
    limits = json.loads(written.REFERENCE.read_text())["limits"]
    assert all(f"{number:,}" in html for number in limits.values())
