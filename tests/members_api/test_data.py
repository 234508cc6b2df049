"""Saved queries at their address, read as spreadsheets read them; and the limits that every answer to a token names."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from cms.audit.models import AuditEvent
from cms.core import clock
from cms.core.errors import BadInput
from cms.members.models import ApiToken
from cms.members.tokens import parse
from cms.snippets.models import Isp
from cms.tools.models import QueryReader, SavedQuery, TokenUse
from cms.tools.services import flush_use
from members_api.data.documents import check_text
from tests.factories.community import Community
from tests.factories.registers import make_dataset, make_token
from tests.members_api.power_query import PowerQuery, Workbook, column_types

pytestmark = pytest.mark.django_db
Call = Callable[..., Any]
OWN = "{ datasets(orderBy: TITLE) { totalCount items { id title holder { name } isps { reference } } } }"


def make_query(community: Community, **fields: Any) -> SavedQuery:
    given = {"name": "Our agreements", "list_name": "isps", "columns": ["title", "lead.name", "nextReview"]}
    given |= {"key": "0123456789abcdef0123", "partner": community.trust} | fields
    made: SavedQuery = SavedQuery.objects.create(**given)
    return made


def source(community: Community, slug: str = "trust", *scopes: str, **fields: Any) -> PowerQuery:
    text = make_token(getattr(community, slug), *scopes, **fields)
    found = parse(text)
    assert found is not None
    return PowerQuery(str(found[0]), found[1])


def at(query: SavedQuery, kind: str = "json") -> str:
    return f"/graphql/data/{query.key}.{kind}"


def test_power_query_signs_in_and_reads_all_three_forms(community: Community) -> None:
    query = make_query(community)
    excel = source(community)
    probe = excel.probe(at(query))
    assert probe.status_code == 401
    assert probe["WWW-Authenticate"].startswith("Basic realm=")
    records = excel.table(at(query))
    assert {record["id"] for record in records} >= {community.isps["members"].reference}
    assert list(records[0])[0] == "id"
    assert list(records[0])[-2:] == ["_changed_at", "_gone"]
    types = column_types(records)
    assert (types["id"], types["_changed_at"], types["_gone"]) == ("text", "datetimezone", "logical")
    titles = {record["title"] for record in records}
    assert {row["title"] for row in excel.rows_of_csv(at(query, "csv"))} == titles
    book = excel.rows_of_workbook(at(query, "xlsx"))
    assert {row["title"] for row in book} == titles
    assert all(isinstance(row["nextReview"], datetime.date | None) for row in book)
    answer = excel.get(at(query))
    again = excel.get(at(query), **{"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["RateLimit"]
    assert excel.client.head(at(query), headers={"Authorization": excel.basic}).status_code == 200


def test_every_refusal_of_a_stranger_is_the_same(community: Community) -> None:
    query = make_query(community)
    right = source(community)
    expired = source(community, expires_at=clock.now() - datetime.timedelta(days=1))
    elsewhere = source(community, networks=["198.51.100.0/24"])
    answers = [PowerQuery("999999", "x" * 43).get(at(query)), PowerQuery("", "").get(at(query))]
    answers += [expired.get(at(query)), elsewhere.get(at(query)), right.probe(at(query))]
    bodies = {answer.content.partition(b'"requestId"')[0] for answer in answers}
    assert {answer.status_code for answer in answers} == {401}
    assert len(bodies) == 1
    other = source(community, "other")
    ended = make_query(community, key="a" * 20, ended_at=clock.now())
    gone = [other.get(at(query)), right.get(at(ended)), right.get("/graphql/data/" + "b" * 20 + ".json")]
    assert {answer.status_code for answer in gone} == {404}
    assert len({answer.content.partition(b'"requestId"')[0] for answer in gone}) == 1
    assert right.client.post(at(query), headers={"Authorization": right.basic}).status_code == 405
    # Basic opens nothing else: a browser would send it along by itself.
    assert right.get("/graphql/?id=" + "0" * 64).status_code == 401


def test_a_network_that_is_named_lets_its_own_in(community: Community) -> None:
    query = make_query(community)
    inside = source(community, networks=["127.0.0.0/8"])
    assert inside.get(at(query)).status_code == 200


def test_what_changed_and_what_is_gone(community: Community) -> None:
    trust = community.trust
    query = make_query(community, list_name="datasets", columns=["title", "holder.name"])
    first, second = make_dataset("List A", trust), make_dataset("List B", trust)
    excel = source(community)
    workbook = Workbook(excel, at(query))
    workbook.refresh()
    assert {"list-a", "list-b"} <= set(workbook.rows)
    before = len(workbook.rows)
    first.title = "List A, corrected"
    first.save()
    second.delete()
    make_dataset("List C", trust)
    cache.clear()
    since = max(row["_changed_at"] for row in workbook.rows.values())
    delta = {row["id"]: row for row in excel.table(f"{at(query)}?changedSince={since}")}
    assert set(delta) == {"list-a", "list-b", "list-c"}
    assert (delta["list-b"]["_gone"], delta["list-b"]["title"]) == (True, None)
    workbook.refresh()
    assert len(workbook.rows) == before
    assert workbook.rows["list-a"]["title"] == "List A, corrected"
    assert "list-b" not in workbook.rows
    workbook.refresh()
    assert excel.table(f"{at(query)}?changedSince={max(r['_changed_at'] for r in workbook.rows.values())}") == []
    # Somebody who was never given the row does not learn that it was there.
    narrow = source(community, "trust", "read:register")
    told = narrow.table(f"{at(query)}?changedSince={since}")
    assert not [row for row in told if row["_gone"]]
    assert narrow.get(f"{at(query)}?changedSince={since}")["X-Data-Complete"] == "yes"
    for slip in ("yesterday", "1999-01-01", "2099-01-01", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00%2B23:59"):
        assert excel.get(f"{at(query)}?changedSince={slip}").status_code == 400, slip


def test_a_token_without_the_scope_gets_a_message_and_no_rows(community: Community) -> None:
    query = make_query(community)
    assert source(community, "trust", "read:content").get(at(query)).status_code == 403
    own = make_query(community, key="c" * 20, list_name="", columns=[], text=OWN)
    assert source(community, "trust", "read:register").get(at(own)).status_code == 403
    make_dataset("List A", community.trust)
    records = source(community).table(at(own))
    names = ["id", "title", "holder.name", "isps.reference", "isps.count", "_changed_at", "_gone"]
    assert list(records[0]) == names


@pytest.mark.parametrize(
    "text",
    [
        "mutation { revokeToken(input: {id: 1}) { token { id } } }",
        "{ __schema { types { name } } }",
        '{ isp(reference: "ISP-0001") { title } }',
        "{ isps { items { reference } } }",
        "{ isps { totalCount items { title } } }",
        "query($a: Int) { isps(page: $a) { totalCount items { reference } } }",
        "{ isps { totalCount items { reference @skip(if: true) } } }",
        "{ a: isps { totalCount items { reference } } b: isps { totalCount items { reference } } }",
        "{ isps { totalCount items { reference nothing } } }",
        "{ isps {",
    ],
)
def test_what_cannot_be_a_saved_query_is_said_to_its_writer(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_text(text)
    assert refused.value.details["fields"]["text"]


def test_who_reads_it_is_noted_by_token_and_recorded_once_a_day(community: Community) -> None:
    query = make_query(community)
    excel = source(community)
    excel.body(at(query))
    reader = QueryReader.objects.get(query=query)
    assert reader.rows == len(excel.table(at(query)))
    assert AuditEvent.objects.filter(action="query.read", object_id=str(query.pk)).count() == 1
    flush_use(reader.token_id)
    use = TokenUse.objects.get(token=reader.token_id)
    assert (use.calls, use.refused, use.operations) == (4, 0, {"Saved query: Our agreements": 4})
    flush_use(reader.token_id)
    assert TokenUse.objects.get(pk=use.pk).calls == 4


@pytest.mark.usefixtures("whole_minute")
def test_every_answer_to_a_token_names_its_limits(caller: Call, community: Community, settings: Any) -> None:
    settings.MEMBERS_API = settings.MEMBERS_API | {"CALLS_PER_MINUTE": 2}
    tool = caller("token_party")
    first = tool.post({"query": "{ __typename }"})
    assert first["X-RateLimit-Remaining"] == "1"
    assert first["RateLimit-Policy"].startswith('"calls";q=2;w=60')
    assert tool.post({"query": "{"})["RateLimit"]
    last = tool.post({"query": "{ __typename }"})
    assert (last.status_code, last["X-RateLimit-Remaining"]) == (429, "0")
    assert "RateLimit" not in caller("member").run("Chrome")
    token = ApiToken.objects.get(name="A tool", last_used_at__isnull=False)
    flush_use(token.pk)
    use = TokenUse.objects.get(token=token)
    assert (use.calls, use.refused) == (3, 2)


def test_a_row_that_nobody_else_sees_is_in_no_body_s_file(community: Community) -> None:
    query = make_query(community, partner=community.other)
    shown = {record["id"] for record in source(community, "other").table(at(query))}
    assert community.isps["parties"].reference not in shown
    assert Isp.objects.filter(reference__in=shown).count() == len(shown)
