"""Tokens and saved queries at the API's door: a lead's whole story, and that nobody else gets anywhere."""

from typing import Any

import pytest
from django.core.cache import cache

from cms.audit.models import AuditEvent
from cms.members.models import ApiToken
from cms.members.tokens import parse
from cms.snippets.models import Partner
from cms.tools.models import SavedQuery
from tests.factories.registers import make_isp, make_partner, make_user
from tests.members_api.power_query import PowerQuery
from tests.members_api.test_our_people import code, lead_of
from tests.members_api.test_reviews_and_community import read, send

pytestmark = pytest.mark.django_db
TOKEN: dict[str, Any] = {"submissionId": "t", "name": "Board", "scopes": ["read:register"], "days": 30}
QUERY: dict[str, Any] = {"submissionId": "q", "name": "Ours", "list": "isps", "columns": ["title"]}


@pytest.fixture
def council() -> Partner:
    cache.clear()
    return make_partner("council")


def test_from_a_token_to_a_spreadsheet_and_away(council: Partner) -> None:
    lead, isp = lead_of(council), make_isp("Falls", lead=council)
    made = send(lead, "MakeToken", TOKEN)["data"]["makeToken"]
    pk, secret = parse(made["text"]) or (0, "")
    again = send(lead, "MakeToken", TOKEN)["data"]["makeToken"]
    assert (again["text"], again["token"]["id"]) == (None, made["token"]["id"])
    assert not [event for event in AuditEvent.objects.all() if secret in str(vars(event))]
    wrong = send(lead, "MakeSavedQuery", QUERY | {"columns": ["lead.people.name"]})
    assert list(wrong["errors"][0]["extensions"]["fields"]) == ["columns"]
    query = send(lead, "MakeSavedQuery", QUERY)["data"]["makeSavedQuery"]["savedQuery"]["id"]
    shown = read(lead, "SavedQueryPage", id=query)["savedQuery"]
    assert shown["preview"]["rows"] == [{"cells": [isp.reference, "Falls"]}]
    tool = PowerQuery(str(pk), secret)
    assert [row["title"] for row in tool.table(f"{shown['path']}.json")] == ["Falls"]
    assert read(lead, "SavedQueryPage", id=query)["savedQuery"]["readers"][0]["tokenName"] == "Board"
    assert read(lead, "TokenPage", id=str(pk))["ourToken"]["use"][0]["calls"] == 2
    send(lead, "RevokeToken", {"id": str(pk)})
    send(lead, "MakeToken", TOKEN | {"submissionId": "u", "name": "Later"})
    assert [row["name"] for row in read(lead, "TokenList")["ourTools"]["tokens"]] == ["Later", "Board"]
    assert tool.get(f"{shown['path']}.json").status_code == 401
    offered = {one["value"] for one in read(lead, "TokenForm")["ourTools"]["scopes"]}
    assert offered == {"read:content", "read:register", "read:community", "write:receipts", "adhoc"}


def test_nobody_else_gets_anywhere_and_absent_looks_the_same(council: Partner) -> None:
    lead, member = lead_of(council), make_user("member@example.org", council)
    other = lead_of(make_partner("other"), "other@example.org")
    token = send(lead, "MakeToken", TOKEN)["data"]["makeToken"]["token"]["id"]
    query = send(lead, "MakeSavedQuery", QUERY)["data"]["makeSavedQuery"]["savedQuery"]["id"]
    before = [list(model.objects.order_by("pk").values()) for model in (ApiToken, SavedQuery)]
    for user in (member, other):
        for name, own, absent in (("TokenPage", token, "999999"), ("SavedQueryPage", query, "999999")):
            pages = [read(user, name, id=key) for key in (own, absent)]
            assert pages[0] == pages[1]
        for name in ("RenewToken", "TakeOverToken", "RevokeToken", "EndSavedQuery"):
            key = query if name == "EndSavedQuery" else token
            answers = [send(user, name, {"id": one}) for one in (key, "999999")]
            assert [code(answer) for answer in answers] == ["NOT_FOUND", "NOT_FOUND"], name
        changed = {"id": query, "name": "Mine", "list": "isps", "columns": ["title"]}
        assert code(send(user, "ChangeSavedQuery", changed)) == "NOT_FOUND"
    assert read(member, "TokenList")["ourTools"] is None
    assert [code(send(member, name, given)) for name, given in (("MakeToken", TOKEN), ("MakeSavedQuery", QUERY))] == [
        *("FORBIDDEN", "FORBIDDEN")
    ]
    assert [list(model.objects.order_by("pk").values()) for model in (ApiToken, SavedQuery)] == before
