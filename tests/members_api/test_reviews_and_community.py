"""Recording a review and asking for help at the API's door: codes, fields, refusals, and who reads what afterwards."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cms.community.models import SupportCase
from cms.core import clock
from cms.members.models import User
from cms.notifications.models import Notification
from cms.reviews.models import Review
from cms.snippets.models import Isp, Partner
from members_api import persisted, schema
from tests.factories.registers import make_isp, make_partner, make_role, make_token, make_user
from tests.members_api.conftest import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> Any:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def council() -> Partner:
    return make_partner("council")


@pytest.fixture
def owner(council: Partner) -> User:
    return make_user("owner@example.org", council)


@pytest.fixture
def isp(council: Partner, owner: User) -> Isp:
    return make_isp("Case meetings", council, owner=owner, next_review_on=clock.today())


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def send(user: User | None, name: str, given: dict[str, Any]) -> Any:
    key = persisted.manifest(schema.load().operations)[name]
    body = json.dumps({"id": key, "variables": {"input": given}})
    return client_of(user).post("/graphql/", body, "application/json").json()


def read(user: User | None, name: str, **variables: Any) -> Any:
    key = persisted.manifest(schema.load().operations)[name]
    got = client_of(user).get("/graphql/", {"id": key, "variables": json.dumps(variables)}).json()
    assert "errors" not in got, got
    return got["data"]


def review(isp: Isp, **given: Any) -> dict[str, Any]:
    revision = Isp.objects.get(pk=isp.pk).lock_version
    usual = {"reference": isp.reference, "submissionId": "one", "expectedRevision": revision, "outcome": "UNCHANGED"}
    return {**usual, **given}


def code(answer: Any) -> tuple[str, dict[str, Any]]:
    extensions = dict(answer["errors"][0]["extensions"])
    extensions.pop("requestId")
    return extensions.pop("code"), extensions


def test_still_right_is_recorded_and_the_page_shows_it(isp: Isp, owner: User) -> None:
    before = read(owner, "ReviewForm", reference=isp.reference)["isp"]
    assert (before["canReview"], before["status"]) == (True, "REVIEW_DUE")
    answer = send(owner, "RecordReview", review(isp, expectedRevision=before["revision"]))
    cache.clear()  # a test never commits, and it is the commit that gives the content its new version
    assert answer == {"data": {"recordReview": {"isp": {"reference": isp.reference}}}}
    after = read(owner, "ReviewForm", reference=isp.reference)["isp"]
    assert (after["status"], after["revision"]) == ("IN_FORCE", before["revision"] + 1)
    done = [row for row in after["reviews"] if not row["isOpen"]]
    assert [(row["outcome"], row["reviewerName"]) for row in done] == [("UNCHANGED", str(owner))]


def test_refusals_have_their_codes_and_no_effect(isp: Isp, owner: User, council: Partner) -> None:
    colleague = make_user("colleague@example.org", council)
    assert code(send(None, "RecordReview", review(isp)))[0] == "UNAUTHENTICATED"
    assert code(send(colleague, "RecordReview", review(isp)))[0] == "FORBIDDEN"
    assert code(send(owner, "RecordReview", review(isp, reference="ISP-9999")))[0] == "NOT_FOUND"
    assert code(send(owner, "RecordReview", review(isp, expectedRevision=9))) == ("CONFLICT", {"currentRevision": 1})
    found, details = code(send(owner, "RecordReview", review(isp, outcome="NEEDS_CHANGE")))
    assert (found, list(details["fields"])) == ("BAD_USER_INPUT", ["notes"])
    found, details = code(send(owner, "RecordReview", review(isp, nextReview="2020-01-01")))
    assert (found, list(details["fields"])) == ("BAD_USER_INPUT", ["nextReview"])
    assert not Review.objects.exclude(outcome="").exists()
    assert Isp.objects.get(pk=isp.pk).lock_version == 1


def test_a_tool_records_no_review(isp: Isp, council: Partner) -> None:
    token = make_token(council, "read:register", "write:reviews", "adhoc")
    text = "mutation R($input: RecordReviewInput!) { recordReview(input: $input) { isp { reference } } }"
    body = json.dumps({"query": text, "variables": {"input": review(isp)}})
    headers = {"Authorization": f"Bearer {token}"}
    answer = Client().post("/graphql/", body, "application/json", headers=headers).json()
    assert answer["errors"]
    assert not Review.objects.exists()


WISH = {
    "submissionId": "one",
    "what": "Addresses after a fall",
    "whom": "The fire service",
    "why": "Fewer falls",
    "name": "Ann",
    "email": "ann@example.org",
    "organisation": "",
}


def test_anybody_asks_once_and_only_few_read_it(owner: User, council: Partner) -> None:
    first = send(None, "AskForHelp", WISH)
    assert first["data"]["askForHelp"] == {"number": 1, "replyTo": "ann@example.org", "mayAlreadyCover": []}
    assert send(None, "AskForHelp", WISH) == first
    assert SupportCase.objects.count() == 1
    for user in (None, owner):
        assert read(user, "SupportCase", number=1)["supportCase"] is None
    editor = make_user("editor@example.org", site_role="core_editor")
    assert read(editor, "SupportCase", number=1)["supportCase"]["what"] == WISH["what"]


def test_fields_are_named_and_nothing_is_kept() -> None:
    found, details = code(send(None, "AskForHelp", {**WISH, "whom": " ", "email": "no"}))
    assert (found, set(details["fields"])) == ("BAD_USER_INPUT", {"whom", "email"})
    assert SupportCase.objects.count() == 0


def test_the_asker_and_their_ig_lead_read_the_request(owner: User, council: Partner) -> None:
    send(owner, "AskForHelp", {key: WISH[key] for key in ("submissionId", "what", "whom", "why")})
    lead, colleague = make_user("lead@example.org", council), make_user("colleague@example.org", council)
    make_role(lead, council, "ig_lead")
    for user, may in ((owner, True), (lead, True), (colleague, False)):
        assert (read(user, "SupportCase", number=1)["supportCase"] is not None) is may
    assert [case["number"] for case in read(owner, "Home")["home"]["asked"]] == [1]
    assert read(colleague, "Home")["home"]["asked"] == []


def test_a_public_address_is_slowed_down(settings: Any) -> None:
    limit = settings.MEMBERS_API["PUBLIC_WRITES_PER_10_MINUTES"]
    answers = [
        send(None, "AskForHelp", {**WISH, "submissionId": f"s{n}", "email": f"a{n}@example.org"})
        for n in range(limit + 1)
    ]
    assert code(answers[-1])[0] == "RATE_LIMITED"
    assert SupportCase.objects.count() == limit


def test_notices_are_ones_own_to_read(owner: User) -> None:
    other = make_user("other@example.org", make_partner("trust"))
    rows = [
        Notification.objects.create(user=user, source_key="a:1", title=f"For {user}", created_at=clock.now())
        for user in (owner, other)
    ]
    seen = read(owner, "Notifications", page=1)["notifications"]
    assert [row["id"] for row in seen["items"]] == [str(rows[0].pk)]
    send(owner, "MarkNotificationsRead", {"ids": [str(row.pk) for row in rows]})
    assert [Notification.objects.get(pk=row.pk).read_at is not None for row in rows] == [True, False]
    assert read(owner, "Notifications", page=1)["notifications"]["items"][0]["readAt"]
    assert code(send(owner, "MarkNotificationsRead", {"ids": ["x"]}))[0] == "BAD_USER_INPUT"
