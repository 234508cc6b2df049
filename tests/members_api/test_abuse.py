"""What strangers try at the API's door, one a row: each is refused with its typed code, and changes nothing."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from graphql import get_introspection_query

from cms.reviews.models import Review
from members_api import persisted, reading, schema
from tests.factories.community import Community

CODES = {
    "BAD_USER_INPUT": 400,
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "CONFLICT": 409,
    "RATE_LIMITED": 429,
}
NOTED = ('"audit_', '"tools_tokenuse"', '"last_used_at"', '"django_session"')  # that it was tried, and when
STATEMENTS = 8  # enough to know who asks and to note a refusal


@dataclass(frozen=True)
class Attack:
    """`body` is sent as it is when it is text or bytes, as JSON otherwise; `query` makes it a GET. "@Chrome" stands for
    the id of that operation."""

    code: str
    body: Any = None
    role: str = "token_party"
    query: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    form_token: str = ""  # "own": the cookie and the header agree, as from our own pages
    scopes: tuple[str, ...] = ()


def asks(text: str, **more: Any) -> dict[str, Any]:
    return {"query": text, **more}


def known(name: str, **variables: Any) -> dict[str, Any]:
    return {"id": f"@{name}", "variables": variables}


def nested(levels: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(levels):
        found = {"a": found}
    return found


def documents() -> dict[str, str]:
    """Texts that a token with `adhoc` may send, and that are refused before anything of them runs."""
    doubling = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(12))
    return {
        "depth": "{ guidanceItems { items {" + "supersedes {" * 12 + "id" + "}" * 14,
        "depth of selections that no parser follows": "{a" * 900 + "}" * 900,
        "depth of lists": "{ isps(text: " + "[" * 900 + "]" * 900 + ") { totalCount } }",
        "depth of objects": "{ isps(text: " + "{a:" * 600 + "1" + "}" * 600 + ") { totalCount } }",
        "depth of types": "query($a: " + "[" * 900 + "Int" + "]" * 900 + ") { isps { totalCount } }",
        "inline fragments": "{" + "...{" * 600 + "__typename" + "}" * 600 + "}",
        "aliases": "{" + " ".join(f"a{n}: isps {{ totalCount }}" for n in range(16)) + "}",
        "cost": "{ guidanceItems(pageSize: 100) { items { supersedes { supersedes { supersedes { id } } } } } }",
        "fields": "{" + "__typename " * 501 + "}",
        "words": "{" + "id " * 2000 + "}",
        "characters": "{ __typename }" + " " * 20_000,
        "rows": "{ isps(pageSize: 101) { totalCount } }",
        "negative rows": "{ isps(pageSize: -5) { totalCount } }",
        "more than a number": "{ isps(page: 99999999999999999999) { totalCount } }",
        "rows of five thousand digits": "{ isps(pageSize: " + "9" * 5000 + ") { totalCount } }",
        "a page of five thousand digits": "{ isps(page: " + "9" * 5000 + ") { totalCount } }",
        "far page": "{ isps(page: 100000) { totalCount } }",
        "page nought": "{ isps(page: 0) { totalCount } }",
        "fragment cycle": "{ isps { items { ...A } } } fragment A on Isp { id ...A }",
        "fragments that double": "{ ...F0 } " + doubling + " fragment F12 on Query { __typename }",
        "unknown field": "{ nope }",
        "raw order": '{ isps(orderBy: "owner__password") { totalCount } }',
        "two mutations": "mutation { a: recordReview(input: {}) { isp { id } } b: recordReview(input: {}) "
        "{ isp { id } } }",
        "a subscription": "subscription { isps { totalCount } }",
        "circles of introspection": "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } "
        "}",
        "syntax": "{",
        "nothing": "",
        "no operation": "fragment A on Isp { id }",
        "an unnamed one of two": "query A { __typename } query B { __typename }",
        "a NUL": '{ isps(text: "a\0b") { totalCount } }',
        "a NUL written out": '{ isps(text: "a\\u0000b") { totalCount } }',
        "a NUL in a block": '{ isps(text: """a\0b""") { totalCount } }',
        "half a character": '{ isps(text: "\\ud800") { totalCount } }',
    }


def attacks() -> dict[str, Attack]:
    bad, forbidden = "BAD_USER_INPUT", "FORBIDDEN"
    review = {"reference": "ISP-0002", "submissionId": "a1", "expectedRevision": 1, "outcome": "UNCHANGED"}
    write = known("RecordReview", input=review)
    form = {"id": write["id"], "variables": json.dumps(write["variables"])}
    return {
        **{name: Attack(bad, asks(text)) for name, text in documents().items()},
        # -- more than one question
        "a batch": Attack(bad, [known("Chrome"), known("Chrome")]),
        "a batch of one": Attack(bad, [known("Chrome")]),
        "a batch of writes": Attack(bad, [write, write], "handler", form_token="own"),
        "an empty batch": Attack(bad, []),
        # -- introspection, and questions of one's own
        "introspection by a visitor": Attack(forbidden, asks(get_introspection_query()), "anonymous", form_token="own"),
        "introspection by a member": Attack(forbidden, asks("{ __schema { queryType { name } } }"), "member",
                                            form_token="own"),
        "introspection by an editor": Attack(forbidden, asks('{ __type(name: "Isp") { name } }'), "editor",
                                             form_token="own"),
        "introspection by a token without adhoc": Attack(
            forbidden, asks("{ __schema { queryType { name } } }"), scopes=("read:register",)
        ),
        "a question in an address": Attack(forbidden, query={"query": "{ __typename }"}, role="member"),
        "a tool's question in an address": Attack(bad, query={"query": "{ __typename }"}),
        "a question that nobody knows": Attack("NOT_FOUND", {"id": "0" * 64}),
        "an id that is no text": Attack("NOT_FOUND", {"id": [write["id"]]}),
        # -- writing
        "a change by GET": Attack(bad, query=form, role="handler"),
        "a change by GET that calls itself POST": Attack(
            bad, query=form, role="handler", headers={"X-HTTP-Method-Override": "POST"}
        ),
        "a change by a tool": Attack(forbidden, write),
        "a change by a tool in its own words": Attack(
            forbidden, asks("mutation($i: RecordReviewInput!) { recordReview(input: $i) { isp { id } } }",
                            variables={"i": review})
        ),
        "a change by a visitor": Attack("UNAUTHENTICATED", write, "anonymous", form_token="own"),
        # -- from elsewhere
        "no form token": Attack(forbidden, write, "handler"),
        "a made-up form token": Attack(forbidden, write, "handler", headers={"X-CSRFToken": "a" * 32}),
        "another site's page": Attack(
            forbidden, write, "handler", form_token="own", headers={"Origin": "https://evil.example"}
        ),
        "a page of no site": Attack(forbidden, write, "handler", form_token="own", headers={"Origin": "null"}),
        "a site that begins like ours": Attack(
            forbidden, write, "handler", form_token="own", headers={"Origin": "http://testserver.evil.example"}
        ),
        "a form of another site": Attack(
            bad, "id=1", "handler", kind="application/x-www-form-urlencoded", headers={"Origin": "https://evil.example"}
        ),
        "plain text, which needs no asking first": Attack(bad, json.dumps(write), "handler", kind="text/plain"),
        "a file": Attack(bad, b"--x\r\n", "handler", kind="multipart/form-data; boundary=x"),
        # -- bodies
        "too large": Attack(bad, known("Chrome") | {"pad": "x" * (reading.MAX_BODY + 1)}),
        "too large for a visitor": Attack(bad, "x" * (reading.MAX_BODY + 1), "anonymous"),
        "megabytes": Attack(bad, b"x" * 3_000_000),
        "no JSON": Attack(bad, "{"),
        "no text": Attack(bad, b"\xff\xfe\x00"),
        "nothing at all": Attack(bad, b""),
        "a number": Attack(bad, "1"),
        "not a number": Attack(bad, '{"id": NaN}'),
        "deep variables": Attack(bad, {"id": "@Chrome", "variables": nested(30)}),
        "variables deeper than any reader": Attack(bad, '{"variables": ' + "[" * 5000 + "]" * 5000 + "}"),
        "variables that are a list": Attack(bad, {"id": "@Chrome", "variables": [1]}),
        "long variables in an address": Attack(bad, query={"id": "@Chrome", "variables": "[" * 30_000}),
        "variables that are no JSON": Attack(bad, query={"id": "@Chrome", "variables": "{"}),
        "a missing variable": Attack(bad, known("RecordReview"), "handler", form_token="own"),
        "a variable of another kind": Attack(bad, known("IspPage", reference={"a": 1}), "member", form_token="own"),
        "a number too large": Attack(bad, asks("query($p: Int) { isps(page: $p) { totalCount } }",
                                               variables={"p": 2**31})),
        "a NUL among variables": Attack(bad, known("IspPage", reference="ISP-0001\0"), "member", form_token="own"),
        "a NUL deep among variables": Attack(bad, known("Chrome", a=[{"b": ["\0"]}])),
        "half a character among variables": Attack(bad, '{"id": "@Chrome", "variables": {"a": "\\ud800"}}'),
        # -- who one is
        "a wrong token": Attack("UNAUTHENTICATED", known("Chrome"), "anonymous",
                                headers={"Authorization": f"Bearer mip_1_{'a' * 43}"}),
        "a token of no shape": Attack("UNAUTHENTICATED", known("Chrome"), "editor",
                                      headers={"Authorization": "Bearer \x00"}),
        "a password in the open": Attack("UNAUTHENTICATED", known("Chrome"), "editor",
                                         headers={"Authorization": "Basic YTpi"}),
        "a token in an address": Attack("UNAUTHENTICATED", role="editor",
                                        query={"id": "@Chrome", "token": f"mip_1_{'a' * 43}"}),
    }  # fmt: skip


def with_ids(text: str) -> str:
    known_ids = persisted.manifest(schema.load().operations)
    return re.sub(r"(?<=\")@(\w+)(?=\")", lambda found: known_ids[found[1]], text)


def send(ask: Any, attack: Attack) -> Any:
    headers = {**ask.headers, **attack.headers}
    if attack.query:
        return ask.client.get("/graphql/", json.loads(with_ids(json.dumps(attack.query))), headers=headers)
    if attack.form_token:
        token = get_token(RequestFactory().get("/"))
        ask.client.cookies["csrftoken"] = token
        headers["X-CSRFToken"] = token
    body = attack.body if isinstance(attack.body, str | bytes) else json.dumps(attack.body)
    data = with_ids(body).encode() if isinstance(body, str) else body
    return ask.client.generic("POST", "/graphql/", data, content_type=attack.kind, headers=headers)


@pytest.mark.parametrize("name", attacks())
def test_each_is_refused_with_its_code(name: str, caller: Callable[..., Any], community: Community) -> None:
    attack = attacks()[name]
    ask = caller(attack.role, attack.scopes)
    with CaptureQueriesContext(connection) as asked:
        answer = send(ask, attack)
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == attack.code, error
    has_begun = "data" in answer.json()  # then it is the answer of one field, which is null
    assert answer.status_code == (200 if has_begun else CODES[attack.code])
    assert error["extensions"]["requestId"]
    assert "Did you mean" not in error["message"]
    assert not any((answer.json().get("data") or {}).values())
    assert "no-store" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    changes = ("INSERT", "UPDATE", "DELETE")
    written = [row["sql"] for row in asked.captured_queries if row["sql"].startswith(changes)]
    assert not [sql for sql in written if not any(noted in sql for noted in NOTED)], written
    assert len(asked) <= STATEMENTS, [row["sql"] for row in asked.captured_queries]


def test_none_of_it_left_anything(caller: Callable[..., Any], community: Community) -> None:
    """And the rows above are no good questions spoilt by a slip: one of them passes once nothing is wrong with it."""
    assert not Review.objects.exclude(completed_on=None).exists()
    good = attacks()["no form token"]
    isp = community.isps["members"]
    given = good.body["variables"]["input"] | {"reference": isp.reference, "expectedRevision": isp.lock_version}
    answer = send(caller("handler"), Attack("", {**good.body, "variables": {"input": given}}, form_token="own"))
    assert answer.json()["data"]["recordReview"]["isp"]["reference"] == isp.reference


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_else_is_a_way_in(method: str, caller: Callable[..., Any]) -> None:
    """Without answers to a browser's asking first, other sites' scripts can neither send nor read anything."""
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = caller("handler").client.generic(method, "/graphql/", b"{}", headers=headers)
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
