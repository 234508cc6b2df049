"""The door: who may send what, and how answers may be kept. What strangers try is in test_abuse."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from cms.core import clock, content_version
from cms.members.models import ApiToken, Membership
from cms.reviews.models import Review
from cms.snippets.models import Isp
from members_api import persisted, schema
from tests.factories.community import ALLOWED, Community, markers
from tests.factories.registers import make_user

Call = Callable[..., Any]


def identifier(name: str) -> str:
    return persisted.manifest(schema.load().operations)[name]


def code(response: Any) -> str:
    return str(response.json()["errors"][0]["extensions"]["code"])


def csrf(ask: Any) -> dict[str, str]:
    token = get_token(RequestFactory().get("/"))
    ask.client.cookies["csrftoken"] = token
    return {"X-CSRFToken": token}


def review(isp: Isp, **changes: Any) -> dict[str, Any]:
    given = {
        "reference": isp.reference,
        "submissionId": "a1",
        "expectedRevision": isp.lock_version,
        "outcome": "UNCHANGED",
    }
    return {"id": identifier("RecordReview"), "variables": {"input": given | changes}}


def test_people_run_known_operations_only(caller: Call) -> None:
    for role in ("anonymous", "member", "editor"):
        ask = caller(role)
        assert code(ask.post({"query": "{ __typename }"}, **csrf(ask))) == "FORBIDDEN"
        assert code(ask.get("/graphql/?query={__typename}")) == "FORBIDDEN"
        assert code(ask.get(f"/graphql/?id={'0' * 64}")) == "NOT_FOUND"


def test_a_cookie_post_needs_the_csrf_token(caller: Call, community: Community) -> None:
    ask, isp = caller("handler"), community.isps["members"]
    assert code(ask.post(review(isp))) == "FORBIDDEN"
    assert not Review.objects.exclude(completed_on=None).exists()
    answer = ask.post(review(isp), **csrf(ask))
    assert answer.json()["data"]["recordReview"]["isp"]["reference"] == isp.reference
    assert Review.objects.filter(isp=isp, outcome="unchanged").count() == 1


def test_mutation_refusals_have_codes_and_no_effect(caller: Call, community: Community) -> None:
    members, parties = community.isps["members"], community.isps["parties"]
    cases = [
        ("anonymous", review(members), "UNAUTHENTICATED"),
        ("leaver", review(members), "UNAUTHENTICATED"),
        ("member", review(members), "FORBIDDEN"),
        ("member", review(parties), "NOT_FOUND"),
        ("handler", review(members, expectedRevision=99), "CONFLICT"),
        ("handler", review(members, nextReview="2001-01-01"), "BAD_USER_INPUT"),
        ("handler", {"id": identifier("RecordReview")}, "BAD_USER_INPUT"),
    ]
    for role, body, expected in cases:
        ask = caller(role)
        answer = ask.post(body, **csrf(ask))
        assert code(answer) == expected, (role, answer.content)
        assert "no-store" in answer["Cache-Control"]
    assert not Review.objects.exclude(completed_on=None).exists()
    assert not Isp.objects.exclude(lock_version=1).exists()


def test_answers_may_be_kept_by_the_browser_and_asked_for_again(caller: Call) -> None:
    ask = caller("anonymous")
    first = ask.run("GuidanceList")
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Authorization"} <= {part.strip() for part in first["Vary"].split(",")}
    again = ask.get(f"/graphql/?id={identifier('GuidanceList')}", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    refused = ask.get("/graphql/?id=nonsense")
    assert "no-store" in refused["Cache-Control"]
    assert "ETag" not in refused


def test_a_kept_answer_costs_no_execution_and_follows_changes(
    caller: Call, community: Community, django_assert_num_queries: Any
) -> None:
    ask = caller("anonymous")
    first = ask.run("ExampleGuidanceFull")
    with django_assert_num_queries(1):  # the content version
        assert ask.run("ExampleGuidanceFull").content == first.content
    community.plain.title = "Plainer"
    community.plain.save()
    content_version._write()  # what the commit does
    fresh = ask.run("ExampleGuidanceFull")
    assert b"Plainer" in fresh.content
    assert fresh["ETag"] != first["ETag"]


def test_kept_answers_never_cross_roles(caller: Call) -> None:
    """The leak matrix starts each role with an empty cache; here all share one, the most entitled asking first."""
    callers = {role: caller(role) for role in ALLOWED}
    names = [op.name for op in schema.load().operations.values() if op.kept and "$" not in _required(op)]
    assert len(names) > 10
    for role in [*reversed(ALLOWED), *ALLOWED]:
        for name in names:
            found = markers(callers[role].run(name).content.decode())
            assert found <= ALLOWED[role], (role, name, found - ALLOWED[role])


def _required(operation: persisted.Operation) -> str:
    """The operation's required variables, as text."""
    definition: Any = next(d for d in operation.document.definitions if d.kind == "operation_definition")
    needed = [
        v for v in definition.variable_definitions or () if v.type.kind == "non_null_type" and not v.default_value
    ]
    return " ".join(f"${v.variable.name.value}" for v in needed)


def test_two_people_of_one_partner_share_pages_but_nothing_personal(caller: Call, community: Community) -> None:
    ask, other = caller("member"), caller("anonymous")
    other.client.force_login(
        make_user("second@example.org", community.other), backend="django.contrib.auth.backends.ModelBackend"
    )
    one = ask.run("ExampleGuidanceCards")
    assert other.run("ExampleGuidanceCards").content == one.content
    mine, theirs = (json.loads(who.run("Chrome").content)["data"]["viewer"] for who in (ask, other))
    assert mine != theirs


def test_signing_in_does_not_empty_the_cache(caller: Call, django_capture_on_commit_callbacks: Any) -> None:
    before = content_version.current()
    with django_capture_on_commit_callbacks(execute=True):
        caller("member").run("Chrome")
    assert content_version.current() == before


def test_rights_end_at_once_whatever_is_kept(caller: Call, community: Community) -> None:
    ask = caller("party")
    assert community.isps["parties"].title in ask.run("ExampleRegister").content.decode()
    yesterday = clock.today() - datetime.timedelta(days=1)
    Membership.objects.filter(user=community.users["party"]).update(ends_on=yesterday)  # no signal, no new version
    assert "SECRET" not in ask.run("ExampleRegister").content.decode()


def test_tokens(caller: Call) -> None:
    ask = caller("token_party", ("read:register", "adhoc"))
    answer = ask.post({"query": "{ isps { totalCount } __schema { types { name } } }"}).json()
    assert answer["data"]["isps"]["totalCount"] == 4
    assert code(ask.post({"query": "{ newsItems { totalCount } }"})) == "FORBIDDEN"
    assert code(caller("token_party", ("read:register",)).post({"query": "{ __typename }"})) == "FORBIDDEN"
    ApiToken.objects.update(revoked_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    assert ask.post({"query": "{ __typename }"}).status_code == 401
    ApiToken.objects.update(revoked_at=None, expires_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    assert code(ask.post({"query": "{ __typename }"})) == "UNAUTHENTICATED"
    session = caller("editor")  # a bad token never falls back to a good cookie
    session.headers["Authorization"] = "Bearer nonsense"
    assert session.run("ExampleRegister").status_code == 401


def test_a_scope_holds_at_every_depth(caller: Call) -> None:
    """A token for content alone sees no register row through a page, one for the register no page through an ISP."""
    content = caller("token_party", ("read:content", "adhoc"))
    found = content.post({"query": "{ successStories { items { title partners { name } isps { title } } } }"}).json()
    assert [(item["partners"], item["isps"]) for item in found["data"]["successStories"]["items"]] == [([], [])] * 2
    register = caller("token_party", ("read:register", "adhoc"))
    found = register.post({"query": "{ isps { items { title affectedBy { title } stories { title } } } }"}).json()
    items = found["data"]["isps"]["items"]
    assert len(items) == 4
    assert not [item for item in items if item["affectedBy"] or item["stories"]]


def test_the_standard_introspection_works_for_adhoc_tokens(caller: Call) -> None:
    from graphql import build_client_schema, get_introspection_query

    answer = caller("token_party").post({"query": get_introspection_query(descriptions=False)}).json()
    assert "GuidancePage" in build_client_schema(answer["data"]).type_map


@pytest.mark.usefixtures("whole_minute")
def test_rates_of_tokens(caller: Call, settings: Any) -> None:
    settings.MEMBERS_API = {**settings.MEMBERS_API, "CALLS_PER_MINUTE": 2}
    ask = caller("token_party")
    answers = [ask.run("ExamplePartners") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    cache.clear()
    cost = schema.load().operations[identifier("ExamplePartners")].cost
    settings.MEMBERS_API = {**settings.MEMBERS_API, "CALLS_PER_MINUTE": 600, "COST_PER_MINUTE": 2 * cost}
    assert [ask.run("ExamplePartners").status_code for _ in range(3)] == [200, 200, 429]


def test_public_writes_are_counted_by_the_address_that_our_proxy_saw(caller: Call, settings: Any) -> None:
    settings.MEMBERS_API = {**settings.MEMBERS_API, "PUBLIC_WRITES_PER_10_MINUTES": 1}
    ask = caller("anonymous")

    def send(number: int, address: str) -> Any:
        given = {
            "submissionId": f"s{number}",
            "what": "a",
            "whom": "b",
            "why": "c",
            "name": "d",
            "email": "e@example.org",
        }
        body = {"id": identifier("AskForHelp"), "variables": {"input": {**given, "organisation": "f"}}}
        return ask.post(body, **csrf(ask), **{"X-Forwarded-For": address})

    assert "errors" not in send(1, "192.0.2.1").json()
    assert code(send(2, "192.0.2.1")) == "RATE_LIMITED"
    assert code(send(3, "198.51.100.9, 192.0.2.1")) == "RATE_LIMITED"  # what the caller itself wrote before it
    assert "errors" not in send(4, "192.0.2.2").json()


def test_unplanned_errors_are_masked_and_quote_the_request(caller: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("members_api.access.Access.narrow", broken)
    answer = caller("member").get(f"/graphql/?id={identifier('ExampleRegister')}", **{"X-Request-ID": "abcdef-123456"})
    assert code(answer) == "INTERNAL"
    assert "division" not in answer.content.decode()
    assert answer.json()["errors"][0]["extensions"]["requestId"] == "abcdef-123456"


def test_a_visitor_is_led_to_sign_in_for_hidden_and_absent_documents_alike(community: Community) -> None:
    client = Client()
    hidden, absent = community.documents["login"].pk, 10**6
    places = [client.get(f"/documents/{pk}/", headers={"Accept": "text/html"}) for pk in (hidden, absent)]
    assert [place.status_code for place in places] == [302, 302]
    assert places[0]["Location"].replace(str(hidden), "N") == places[1]["Location"].replace(str(absent), "N")


def test_documents_are_downloads_that_no_browser_runs_and_no_cache_keeps(caller: Call, community: Community) -> None:
    ask, address = caller("member"), f"/documents/{community.charter.pk}/"
    whole = ask.get(address)
    assert b"".join(whole.streaming_content) == b"words"
    assert whole["Content-Disposition"].startswith("attachment")
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert whole["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert whole["Cache-Control"] == "private, no-store"
    for wanted, status, body in (("bytes=1-2", 206, b"or"), ("bytes=-2", 206, b"ds"), ("bytes=3-", 206, b"ds")):
        part = ask.get(address, Range=wanted)
        assert (part.status_code, b"".join(part.streaming_content)) == (status, body), wanted
    assert ask.get(address, Range="bytes=9-").status_code == 416
    assert ask.get(address, Range="bytes=0-" + "9" * 5000).status_code == 200  # no number: the whole file
    assert caller("token_wrong_scope").get(address).status_code == 404
