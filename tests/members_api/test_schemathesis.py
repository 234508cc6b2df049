"""Questions that nobody thought of: the door answers each with data or with a typed error, never with one of its own.

schemathesis writes documents from the schema, as a tool with every scope; the frontend's own operations are sent with
made-up variables as people. SCHEMATHESIS_CASES says how many of each: 500 here, 5,000 in `make drill`.
"""

import json
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.middleware.csrf import get_token
from django.test import RequestFactory
from graphql import ArgumentNode, DocumentNode, IntValueNode, StringValueNode, Visitor, visit
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.graphql import nodes

from cms.members import tokens
from cms.snippets.models import Partner
from members_api import schema
from members_api.errors import HTTP_STATUS
from tests.factories.community import Community
from tests.factories.people import PartnerRoleFactory
from tests.factories.registers import make_token
from tests.members_api.strangers import DAYS, TIMES, Stranger

CASES = int(os.environ.get("SCHEMATHESIS_CASES", "500"))
SEED = int(os.environ.get("SCHEMATHESIS_SEED", "7"))
TYPED = {"BAD_USER_INPUT", *HTTP_STATUS} - {"INTERNAL"}
PEOPLE = ("member", "handler", "editor", "anonymous")
QUIET = how(
    database=None, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


@dataclass
class Tally:
    """What came back. `faults` are answers that are no answers, each with what was asked."""

    kinds: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def count(self, status: int, text: str, asked: str, cause: str) -> None:
        try:
            answer = json.loads(text)
            errors = answer.get("errors") or []
            codes = {error["extensions"]["code"] for error in errors}
            typed = codes <= TYPED and all(error["extensions"]["requestId"] for error in errors)
            sound = status < 500 and typed and (bool(errors) or answer["data"] is not None)
        except (ValueError, KeyError, TypeError, AttributeError):
            codes, sound = {"no answer"}, False
        self.kinds[min(codes, default="data")] += 1
        if not sound:
            self.faults.append(f"{status} {sorted(codes)} {cause or text[:300]}\n  {asked[:3000]}")

    def __str__(self) -> str:
        return f"{self.kinds.total():,} cases, {len(self.faults)} server errors; {dict(self.kinds.most_common())}"

    def check(self, wanted: int) -> None:
        distinct = {fault.partition("\n")[0]: fault for fault in self.faults}
        assert not self.faults, f"{self}\n" + "\n".join(list(distinct.values())[:20])
        assert self.kinds.total() >= wanted
        print(f"\n{self}")


@pytest.fixture
def cause(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Why the last answer was INTERNAL: the API logs it, and says nothing of it."""

    def last() -> str:
        found = [repr(record.exc_info[1]) for record in caplog.records if record.exc_info]
        caplog.clear()
        return found[-1] if found else ""

    caplog.set_level(logging.ERROR)
    return last


@pytest.fixture
def known(community: Community) -> dict[str, list[Any]]:
    """What exists, by the end of an argument's name."""
    slugs = [*Partner.objects.order_by("pk").values_list("slug", flat=True)[:4]]
    return {
        "reference": [isp.reference for isp in community.isps.values()],
        "path": ["/guidance/plain", "/news/inside", "/events/an-event", "/guidance/login", "/horizon/change"],
        "slug": [*slugs, "a-dataset", "a-pack", "everybody", "private", "asked", "open"],
        **dict.fromkeys(("partner", "party", "lead", "of"), slugs),
        "number": [1, 2, community.plan.pk],
        "thread": [1, 2, 3],
        "id": ["1", "2", str(community.token.pk), str(community.papers.pk), str(community.saved_search.pk)],
        "revision": [1],
        "page": [1, 2],
        "pagesize": [1, 20, 100],
    }


@pytest.fixture
def wide_open(settings: Any) -> Iterator[None]:
    """Without limits by the minute; and the test's transaction stays open from call to call."""
    many = dict.fromkeys(("CALLS_PER_MINUTE", "COST_PER_MINUTE", "PUBLIC_WRITES_PER_10_MINUTES"), 10**9)
    settings.MEMBERS_API = {**settings.MEMBERS_API, **many}
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class Plausible(Visitor):
    """Of what schemathesis wrote: half of the texts become something that exists, numbers of pages such as there are.

    Else most questions would be refused for asking for page two thousand million of an agreement called "\\x9b".
    """

    def __init__(self, known: dict[str, list[Any]]) -> None:
        super().__init__()
        self.known = known

    def enter_argument(self, node: ArgumentNode, *_: Any) -> ArgumentNode | None:
        name, value = node.name.value, node.value
        if isinstance(value, IntValueNode) and name in ("page", "pageSize"):
            return ArgumentNode(name=node.name, value=nodes.Int(abs(int(value.value)) % 103))
        if isinstance(value, StringValueNode) and len(value.value) % 2 == 0:
            fitting = [one for end, all_ in self.known.items() if name.lower().endswith(end) for one in all_]
            texts = [one for one in fitting if isinstance(one, str)]
            if texts:
                return ArgumentNode(name=node.name, value=nodes.String(texts[len(value.value) // 2 % len(texts)]))
        return None


def test_documents_from_the_schema(
    community: Community, known: dict[str, list[Any]], wide_open: None, cause: Callable[[], str]
) -> None:
    schemathesis.graphql.scalar("Date", st.sampled_from(DAYS).map(nodes.String))
    schemathesis.graphql.scalar("DateTime", st.sampled_from(TIMES).map(nodes.String))
    headers = {"Authorization": f"Bearer {make_token(community.trust, *tokens.SCOPES)}"}
    written = schemathesis.graphql.from_wsgi("/graphql/", get_wsgi_application(), headers=headers)
    plausible, tally = Plausible(known), Tally()

    @written.hook
    def map_body(context: Any, body: DocumentNode) -> DocumentNode:
        return visit(body, plausible)

    def ask(case: Any) -> None:
        with transaction.atomic():
            answer = case.call(headers=headers)
            transaction.set_rollback(True)
        tally.count(answer.status_code, answer.content.decode(), str(case.body), cause())

    operations = [found.ok() for found in written.get_all_operations()]
    queries = [one for one in operations if one.definition.is_query]
    changes = [one for one in operations if one.definition.is_mutation]
    for these, mode, share in (
        (queries, GenerationMode.POSITIVE, 0.75),
        (queries, GenerationMode.NEGATIVE, 0.2),
        (changes, GenerationMode.POSITIVE, 0.05),
    ):
        each = ceil(CASES * share / len(these))
        for operation in these[:: max(1, len(these) // ceil(CASES * share))]:
            how(QUIET, max_examples=each)(given(operation.as_strategy(generation_mode=mode))(ask))()
    tally.check(CASES)
    assert tally.kinds["data"] > CASES / 5  # questions that are all refused at the door would prove little


def test_operations_of_the_members_site(
    community: Community,
    caller: Callable[..., Any],
    known: dict[str, list[Any]],
    wide_open: None,
    cause: Callable[[], str],
) -> None:
    for role in ("partner_lead", "ig_lead", "isp_approver", "accountable_officer"):
        PartnerRoleFactory(user=community.users["handler"], partner=community.lead, role=role)
    people, form_token = {role: caller(role) for role in PEOPLE}, get_token(RequestFactory().get("/"))
    for ask in people.values():
        ask.client.cookies["csrftoken"] = form_token
    operations = sorted(schema.load().operations.values(), key=lambda one: one.name)
    stranger, tally = Stranger(SEED, known), Tally()
    for number in range(CASES):
        operation = operations[number % len(operations)]
        role = PEOPLE[(number + number // len(operations)) % (len(PEOPLE) if operation.is_query else 3)]
        body = {"id": operation.id, "variables": stranger.variables(operation)}
        with transaction.atomic():
            answer = people[role].post(body, **{"X-CSRFToken": form_token})
            transaction.set_rollback(True)
        cache.clear()
        asked = f"{role} {operation.name} {json.dumps(body['variables'])}"
        tally.count(answer.status_code, answer.content.decode(), asked, cause())
    tally.check(CASES)
    assert tally.kinds["data"] > CASES / 5


def test_the_tally_knows_a_server_error() -> None:
    tally = Tally()
    refused = {"message": "no", "extensions": {"code": "FORBIDDEN", "requestId": "1"}}
    for status, answer in (
        (500, json.dumps({"errors": [{"message": "x", "extensions": {"code": "INTERNAL", "requestId": "1"}}]})),
        (200, json.dumps({"data": {}, "errors": [refused, {"message": "untyped"}]})),
        (500, "<h1>Server Error</h1>"),
        (200, json.dumps({"data": None})),
    ):
        tally.count(status, answer, "{ asked }", "")
    assert len(tally.faults) == 4
    tally.count(403, json.dumps({"errors": [refused]}), "{ asked }", "")
    tally.count(200, json.dumps({"data": {"isps": None}}), "{ asked }", "")
    assert len(tally.faults) == 4
