"""The explorer asks as a token: its rights and limits, never those of the person who tries it, and for leads alone."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest

from cms.core import clock
from cms.members.models import ApiToken
from cms.members.selectors.tokens import rights_of
from cms.snippets.models import Partner
from tests.factories.community import ALLOWED, Community, markers
from tests.factories.people import PartnerRoleFactory
from tests.factories.registers import make_token, make_user
from tests.members_api.conftest import run_as
from tests.members_api.everything import document
from tests.members_api.test_leaks import arguments

SHALLOW = 2  # deeper questions are more than one call may ask
REFUSED = {"BAD_USER_INPUT", "FORBIDDEN", "UNAUTHENTICATED", "NOT_FOUND"}
BOTH = "{ isps(pageSize: 50) { totalCount items { reference title } } partners { totalCount } }"


@pytest.fixture
def trust(community: Community) -> Any:
    return Partner.objects.get(slug="trust")


@pytest.fixture
def lead(community: Community, caller: Callable[..., Any], trust: Any) -> Any:
    person = make_user("explorer-lead@example.org", trust)
    PartnerRoleFactory(user=person, partner=trust, role="partner_lead")
    asking = caller("anonymous")
    asking.client.force_login(person)
    return asking


def key_of(text: str) -> int:
    return int(text.split("_")[1])


def explore(asking: Any, token: int, query: str = BOTH, **more: str) -> Any:
    return asking.run("Explore", token=str(token), query=query, **more).json()


def answered(found: Any) -> Any:
    return json.loads(found["data"]["explore"]["text"])


def test_the_answer_is_what_the_token_would_get(lead: Any, caller: Callable[..., Any], trust: Any) -> None:
    secret = make_token(trust, "read:register", "adhoc")
    shown = answered(explore(lead, key_of(secret)))
    tool = caller("anonymous").post({"query": BOTH}, Authorization=f"Bearer {secret}").json()
    assert shown == tool
    assert shown["data"]["isps"]["totalCount"] > 0


def test_every_question_gives_here_what_the_matrix_allows_the_token(
    lead: Any, trust: Any, community: Community, settings: Any
) -> None:
    """The answer is a text, so the leak matrix cannot see into it: here it is parsed, for each of the matrix's own
    questions, and holds what the token is given at the door."""
    settings.MEMBERS_API = settings.MEMBERS_API | {"CALLS_PER_MINUTE": 10**6, "COST_PER_MINUTE": 10**9}
    key = key_of(make_token(trust))
    by = rights_of(ApiToken.objects.get(pk=key))
    answers_read, seen = 0, set()
    for name, tries in arguments(community).items():
        for given in tries[:2] if name != "explore" else ():
            text = document(name, given, SHALLOW)
            asked = explore(lead, key, text)
            if not asked.get("data"):  # longer than a question may be, or an answer that no page shows
                assert asked["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT", name
                continue
            found = answered(asked)
            shown = json.dumps(found.get("data"))
            assert markers(shown) <= ALLOWED["token_party"], name
            if found.get("data") is None:  # refused at the door: too much at once, or not for tools
                assert {error["extensions"]["code"] for error in found["errors"]} <= REFUSED, (name, found)
                continue
            assert shown == json.dumps(run_as(by, text).data, default=str), name
            answers_read, seen = answers_read + 1, seen | markers(shown)
    assert answers_read > 30
    assert len(seen) > 5, seen


def test_a_narrow_token_stays_narrow_whoever_tries_it(lead: Any, trust: Any) -> None:
    """The lead sees the register; the token has no scope for it."""
    narrow = key_of(make_token(trust, "read:content", "adhoc"))
    found = answered(explore(lead, narrow))
    assert found["data"] is None
    assert {error["extensions"]["code"] for error in found["errors"]} == {"FORBIDDEN"}


def test_it_never_gives_what_is_about_people(lead: Any, trust: Any) -> None:
    key = key_of(make_token(trust))
    inner = '{ explore(token: "1", query: "{ isps { totalCount } }") { text } }'
    for query in ("{ notifications { totalCount } }", inner):
        found = answered(explore(lead, key, query))
        assert {error["extensions"]["code"] for error in found["errors"]} <= {"FORBIDDEN", "UNAUTHENTICATED"}
        assert not any((found["data"] or {}).values())


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("mutation { markNotificationsRead(input: {}) { __typename } }", "BAD_USER_INPUT"),
        ("{ nothing }", "BAD_USER_INPUT"),
        ("{ isps(", "BAD_USER_INPUT"),
        ("", "BAD_USER_INPUT"),
    ],
)
def test_mistakes_are_answered_as_a_tool_would_get_them(lead: Any, trust: Any, query: str, says: str) -> None:
    found = answered(explore(lead, key_of(make_token(trust)), query))
    assert [error["extensions"]["code"] for error in found["errors"]] == [says]


def test_variables_that_are_no_object_are_named(lead: Any, trust: Any) -> None:
    key = key_of(make_token(trust))
    for variables in ("[1]", "{", "1"):
        found = explore(lead, key, variables=variables)
        assert found["errors"][0]["extensions"]["fields"]["variables"]
    query = "query A($n: Int) { isps(pageSize: $n) { items { title } } } query B { partners { totalCount } }"
    assert list(answered(explore(lead, key, query, variables='{"n": 1}', operation="A"))["data"]) == ["isps"]


def test_tokens_of_others_and_ended_ones_do_not_exist(lead: Any, community: Community, trust: Any) -> None:
    other = Partner.objects.get(slug="other")
    absent = explore(lead, 999_999)
    ended = ApiToken.objects.get(pk=key_of(make_token(trust)))
    ended.revoked_at = clock.now()
    ended.save()
    old = ApiToken.objects.get(pk=key_of(make_token(trust)))
    old.expires_at = clock.now() - datetime.timedelta(days=1)
    old.save()
    tied = ApiToken.objects.get(pk=key_of(make_token(trust)))
    tied.networks = ["192.0.2.0/24"]
    tied.save()
    known = key_of(make_token(trust, "read:register"))
    for key in (key_of(make_token(other)), key_of(make_token(None)), ended.pk, old.pk, tied.pk, known):
        found = explore(lead, key)
        assert found["data"] == absent["data"]
        assert [e["message"] for e in found["errors"]] == [e["message"] for e in absent["errors"]]
    listed = lead.run("ExplorerPage").json()["data"]["explorerTokens"]
    assert not {int(one["id"]) for one in listed} & {ended.pk, old.pk, tied.pk, known}


@pytest.mark.parametrize("role", ["anonymous", "member", "editor", "token_party"])
def test_who_leads_no_body_has_no_explorer(role: str, caller: Callable[..., Any], trust: Any) -> None:
    key = key_of(make_token(trust))
    asking = caller(role)
    found = explore(asking, key)
    assert found["errors"]
    assert not (found.get("data") or {}).get("explore")
    page = asking.run("ExplorerPage").json()
    assert not (page.get("data") or {}).get("explorerTokens")


def test_calls_count_as_the_tokens_own(lead: Any, trust: Any, settings: Any) -> None:
    settings.MEMBERS_API = settings.MEMBERS_API | {"CALLS_PER_MINUTE": 2}
    key = key_of(make_token(trust))
    codes = [[e["extensions"]["code"] for e in explore(lead, key).get("errors", [])] for _ in range(3)]
    assert codes == [[], [], ["RATE_LIMITED"]]
