"""Signing at the API's door: codes, what a tool sees, and the form pressed with another text."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cms.core.clock import today
from cms.members.models import User
from cms.signing.models import Signature
from cms.signing.services import withdraw
from tests.factories.registers import make_token
from tests.factories.signing import Signing, make_signing
from tests.members_api.test_reviews_and_community import code, read, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> Any:
    cache.clear()
    yield
    cache.clear()


def sheet(world: Signing, slug: str) -> Any:
    cache.clear()  # a test never commits
    return read(world.people[slug], "SignPage", reference=world.isp.reference, partner=slug)["signSheet"]


def test_one_signs_what_they_read_and_another_text_is_a_conflict() -> None:
    world = make_signing("trust", essential=("trust",))
    handler = User.objects.get(pk=world.handler.user_id)
    reference = world.isp.reference
    form = read(handler, "SendOutForm", reference=reference)["sendingOut"]
    assert (form["missing"], [row["names"] for row in form["asked"]][1]) == ([], [str(world.people["trust"])])
    stale = {"reference": reference, "contentHash": "0" * 64}
    assert code(send(handler, "SendOutVersion", stale))[0] == "CONFLICT"
    sent = send(handler, "SendOutVersion", {"reference": reference, "contentHash": form["contentHash"]})
    assert sent == {"data": {"sendOutVersion": {"isp": {"reference": reference}}}}

    trust, shown = world.people["trust"], sheet(world, "trust")
    assert (shown["maySign"], shown["opened"], len(shown["boxes"])) == (True, False, 3)
    party = shown["party"]["id"]
    given = {
        "partyId": party,
        "contentHash": shown["fingerprint"],
        "decision": "SIGNED",
        "confirmed": True,
        "submissionId": "one",
    }
    assert code(send(trust, "SignVersion", given))[0] == "CONFLICT"  # not opened
    opened = {"partyId": party, "contentHash": shown["fingerprint"]}
    assert send(trust, "OpenToSign", opened) == {"data": {"openToSign": {"partyId": party}}}
    assert sheet(world, "trust")["opened"]
    assert code(send(trust, "SignVersion", {**given, "contentHash": "0" * 64}))[0] == "CONFLICT"
    found, details = code(send(trust, "SignVersion", {**given, "confirmed": False}))
    assert (found, list(details["fields"])) == ("BAD_USER_INPUT", ["confirmed"])
    assert code(send(handler, "SignVersion", given))[0] == "FORBIDDEN"
    assert code(send(None, "SignVersion", given))[0] == "UNAUTHENTICATED"
    assert not Signature.objects.exists()
    for _ in range(2):  # pressed twice
        assert send(trust, "SignVersion", given) == {"data": {"signVersion": {"isp": {"reference": reference}}}}
    assert Signature.objects.count() == 1
    board = read(handler, "SigningBoard")["signingBoard"]
    assert [one["sentence"] for one in board["waiting"]] == ["Out for signature. 1 of 2 signed."]
    withdraw(by=world.handler, version_id=world.version.pk)
    assert code(send(world.people["council"], "SignVersion", {**given, "submissionId": "late"}))[0] in (
        "CONFLICT",
        "NOT_FOUND",
    )


def test_a_tool_sees_progress_and_no_name() -> None:
    world = make_signing("trust")
    world.send()
    world.sign("trust")
    token = make_token(world.party("trust").partner, "read:register", "adhoc")
    text = (
        "query Q($r: String!) { signingProgress(reference: $r) { sentence parties { asked decidedBy decidedByJobTitle "
        "waitingDays maySign mayRemind partner { slug } } } signSheet(reference: $r) { controller } "
        "signingBoard { waiting { sentence } } }"
    )
    body = json.dumps({"query": text, "variables": {"r": world.isp.reference}})
    got = Client().post("/graphql/", body, "application/json", headers={"Authorization": f"Bearer {token}"}).json()
    (one,) = got["data"]["signingProgress"]
    assert one["sentence"] == "Out for signature. 1 of 2 signed."
    assert got["data"]["signSheet"] is None
    assert got["data"]["signingBoard"]["waiting"] == [{"sentence": one["sentence"]}]
    assert "Joy" not in json.dumps(got)
    assert {(row["maySign"], row["mayRemind"]) for row in one["parties"]} == {(False, False)}


def test_a_tick_sheet_tells_each_row_what_is_wrong() -> None:
    world = make_signing("trust")
    version = world.send()
    handler = User.objects.get(pk=world.handler.user_id)
    row = {"signatoryName": "Ann", "signatoryJobTitle": "Chair", "signedOn": today().isoformat(), "decision": "SIGNED"}
    trust, council = str(world.party("trust").pk), str(world.party("council").pk)
    given = {"reference": world.isp.reference, "number": version.number}
    rows = [{**row, "partyId": council}, {**row, "partyId": trust, "signedOn": "2999-01-02"}]
    found, details = code(send(handler, "RecordPaper", {**given, "rows": rows}))
    assert (found, details["rows"]) == (
        "BAD_USER_INPUT",
        {trust: {"signedOn": ["A signature is not dated in the future."]}},
    )
    assert not Signature.objects.exists()
    rows[1]["signedOn"] = row["signedOn"]
    assert send(handler, "RecordPaper", {**given, "rows": rows}) == {"data": {"recordPaper": {"count": 2}}}
