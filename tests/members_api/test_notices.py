"""Notification settings, calendar addresses and owners at the API's door: whose they are, and what a token gets."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cms.core import clock
from cms.notifications.models import PersonalKey, Preference
from tests.factories.registers import make_isp, make_partner, make_role, make_token, make_user
from tests.members_api.test_reviews_and_community import code, read, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def kinds(user: Any) -> dict[str, Any]:
    cache.clear()  # a test never commits, and it is the commit that gives the content its new version
    return {one["key"]: one for one in read(user, "NoticeSettings")["noticeSettings"]["kinds"]}


def test_choices_calendar_addresses_and_owners_from_end_to_end() -> None:
    council = make_partner("council")
    pat, sam = make_user("pat@example.org", council), make_user("sam@example.org", council)
    editor = make_user("team@example.org", site_role="core_editor")
    assert {"reviews", "support-case", "saved-searches", "needs-change", "handover"} <= kinds(pat).keys()
    of_the_core_team = {"note-drafted", "search", "unanswered", "audit-broken", "files-odd", "delivery-stuck"}
    assert kinds(editor).keys() - kinds(pat).keys() == of_the_core_team
    assert not kinds(pat)["needs-change"]["because"]
    assert all(one["because"] for one in kinds(pat).values() if "NEVER" not in {c["value"] for c in one["choices"]})
    wanted = [{"kind": "needs-change", "frequency": "NEVER"}, {"kind": "reviews", "frequency": "DAILY"}]
    assert "errors" not in send(pat, "SetNoticeChoices", {"choices": wanted})
    assert (kinds(pat)["needs-change"]["frequency"], kinds(sam)["needs-change"]["frequency"]) == ("NEVER", "AT_ONCE")
    refused = send(pat, "SetNoticeChoices", {"choices": [{"kind": "reviews", "frequency": "NEVER"}]})
    assert code(refused)[0] == "BAD_USER_INPUT"
    assert kinds(pat)["reviews"]["frequency"] == "DAILY"

    address = send(pat, "MakeCalendarAddress", {"label": "Work"})["data"]["makeCalendarAddress"]["address"]
    path = "/" + address.split("/", 3)[3]
    assert Client().get(path).status_code == 200
    (shown,) = read(pat, "NoticeSettings")["noticeSettings"]["calendars"]
    assert shown["label"] == "Work"
    assert address.rsplit("/", 1)[1].removesuffix(".ics") not in json.dumps(shown)
    assert code(send(sam, "RevokeCalendarAddress", {"id": shown["id"]}))[0] == "NOT_FOUND"
    assert "errors" not in send(pat, "RevokeCalendarAddress", {"id": shown["id"]})
    assert Client().get(path).status_code == 404
    assert PersonalKey.objects.get().revoked_at is not None

    isp = make_isp("Nobody's", council, next_review_on=clock.today())
    make_role(sam, council, "ig_lead")
    cache.clear()
    (row,) = read(sam, "OwnersToChoose")["ownersToChoose"]
    assert (row["reference"], row["problem"]) == (isp.reference, "It has no owner")
    assert {one["name"] for one in row["people"]} == {str(pat), str(sam)}
    given = {"reference": isp.reference, "owner": str(pat.pk), "expectedRevision": row["revision"]}
    assert code(send(pat, "ChooseIspOwner", given))[0] == "FORBIDDEN"
    assert code(send(sam, "ChooseIspOwner", given | {"expectedRevision": 99}))[0] == "CONFLICT"
    assert code(send(sam, "ChooseIspOwner", given | {"reference": "ISP-9999"}))[0] == "NOT_FOUND"
    assert send(sam, "ChooseIspOwner", given)["data"]["chooseIspOwner"]["ownerName"] == str(pat)
    cache.clear()
    assert read(sam, "OwnersToChoose")["ownersToChoose"] == []


def test_a_visitor_has_none_and_a_token_is_refused() -> None:
    found = read(None, "NoticeSettings")
    assert found["noticeSettings"] == {"kinds": [], "calendars": []}
    assert read(None, "OwnersToChoose")["ownersToChoose"] == []
    assert code(send(None, "MakeCalendarAddress", {"label": "x"}))[0] == "UNAUTHENTICATED"
    token = make_token(make_partner("council"), "read:content", "read:register", "read:community", "adhoc")
    for query in (
        "{ noticeSettings { kinds { key } } }",
        "{ ownersToChoose { reference } }",
        'mutation { makeCalendarAddress(input: {label: "x"}) { address } }',
        'mutation { chooseIspOwner(input: {reference: "x", owner: "1", expectedRevision: 1}) { reference } }',
    ):
        body, headers = json.dumps({"query": query}), {"Authorization": f"Bearer {token}"}
        answer = Client().post("/graphql/", body, "application/json", headers=headers).json()
        assert code(answer)[0] == "FORBIDDEN", query
    assert not Preference.objects.exists()
    assert not PersonalKey.objects.exists()
