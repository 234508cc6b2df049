"""The forms of signing over real HTTP: nothing is ticked for anybody, and a refusal keeps what was typed."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from frontend.client.enums import AmendmentState
from frontend.client.fragments import (
    AgreementParty,
    AgreementPartyBases,
    AmendmentText,
    AmendmentTextChanges,
    SigningLine,
    SigningPartyLine,
)
from tests.frontend.conftest import Site
from tests.frontend.samples import SHORT, Sample

SIGN = "/isps/ISP-0042/sign"
PARTY: dict[str, Any] = {"id": "7", "waitingDays": 3, "decision": None, "partner": {"name": "Trust", "slug": "trust"}}
SHEET = {
    "maySign": True,
    "opened": False,
    "fingerprint": "a" * 64,
    "boxes": ["read", "may", "mean"],
    "party": PARTY,
    "partner": {"name": "Trust", "slug": "trust"},
}


def whole(kind: Any, **changes: Any) -> dict[str, Any]:
    return Sample(SHORT).of(kind) | changes


def fields(html: str) -> dict[str, str]:
    form = html[html.index(f'action="{SIGN}') :]
    return {name: unescape(v) for name, v in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)[:4]}


@pytest.fixture
def signing(site: Site) -> Site:
    site.api.changes["SignPage"] = {"isp": {"reference": "ISP-0042"}, "signSheet": SHEET}
    return site


def test_opening_is_noted_and_nothing_is_ticked(signing: Site) -> None:
    with signing.browser() as b:
        html = b.get(SIGN).text
    assert " checked" not in html[html.index("What is your decision") : html.index("Submit my decision")]
    (noted,) = signing.api.called("OpenToSign")
    assert noted["variables"]["input"] == {"partyId": "7", "contentHash": "a" * 64}
    assert noted["method"] == "POST"


def test_the_page_shows_all_that_is_signed_and_what_a_notice_changed(signing: Site) -> None:
    url = "https://example.org/policy"
    clause = {"heading": "Always", "text": "Standing words", "isLocked": True}
    bases = [whole(AgreementPartyBases, policyDocumentUrl=url)]
    version = {
        "number": 2,
        "purpose": "Old words",
        "template": {"number": 1, "clauses": [clause]},
        "parties": [whole(AgreementParty, isEssential=True, bases=bases)],
    }
    change = whole(AmendmentTextChanges, section="purpose", after="New words")
    one = {"number": 1, "state": AmendmentState.IN_EFFECT.value, "version": {"number": 2}, "changes": [change]}
    amendments = [whole(AmendmentText, **one)]
    signing.api.changes["SignPage"] = {
        "isp": {"reference": "ISP-0042", "amendments": amendments},
        "signSheet": SHEET | {"version": version},
    }
    with signing.browser() as b:
        html = b.get(SIGN).text
    for text in ("Old words", "New words", "Changed by amendment notice 1", "Standing words", f'href="{url}"'):
        assert text in html
    assert "every partner marked essential" in html


def test_a_signature_carries_the_fingerprint_that_was_shown(signing: Site) -> None:
    with signing.browser() as b:
        given = fields(b.get(SIGN).text) | {"decision": "sign", "box_1": "1", "box_2": "1", "box_3": "1"}
        missing = b.post(SIGN, data=given | {"box_3": ""})
        assert (missing.status_code, 'href="#box_3"' in missing.text) == (422, True)
        assert signing.api.called("SignVersion") == []
        done = b.post(f"{SIGN}?party=trust", data=given)
        assert (done.status_code, done.headers["location"]) == (303, f"{SIGN}/done?party=trust")
    sent = signing.api.called("SignVersion")[0]["variables"]["input"]
    assert (sent["contentHash"], sent["partyId"], sent["confirmed"]) == ("a" * 64, "7", True)


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [("CONFLICT", 409, "read it again"), ("FORBIDDEN", 403, "second factor"), ("UNAUTHENTICATED", 401, "signed out")],
)
def test_a_refusal_keeps_the_words_and_unticks_the_boxes(signing: Site, refusal: str, status: int, words: str) -> None:
    signing.api.errors["SignVersion"] = {"code": refusal}
    typed = {"decision": "conditions", "reason": "A report each quarter", "box_1": "1", "box_2": "1", "box_3": "1"}
    with signing.browser() as b:
        r = b.post(SIGN, data=fields(b.get(SIGN).text) | typed)
    assert (r.status_code, words in r.text, "A report each quarter" in r.text) == (status, True, True)
    assert not re.search(r'id="box_\d"[^>]* checked', r.text)


def test_a_tick_sheet_keeps_what_was_typed_and_says_which_row(site: Site) -> None:
    waits = whole(SigningPartyLine, decision=None, mayRecord=True)
    site.api.changes["SigningPage"] = {"signingProgress": [whole(SigningLine, number=2, parties=[waits])]}
    with site.browser() as b:
        page = b.get("/isps/ISP-0042/sign/paper")
        csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)
        assert csrf is not None
        given = {"csrf": unescape(csrf[1]), "number": "2", "name_7": "Ann", "on_7": "2 1 2026", "name_8": "Bea"}
        r = b.post("/isps/ISP-0042/sign/paper", data=given)
        assert (r.status_code, 'href="#on_8"' in r.text) == (422, True)
        assert site.api.called("RecordPaper") == []
        site.api.errors["RecordPaper"] = {"code": "BAD_USER_INPUT", "rows": {"8": {"signatoryName": ["Too long"]}}}
        r = b.post("/isps/ISP-0042/sign/paper", data=given | {"on_8": "2026-01-02"})
        assert (r.status_code, 'href="#name_8"' in r.text, "Too long" in r.text) == (422, True, True)
        assert 'href="#on_8"' in b.post("/isps/ISP-0042/sign/paper", data=given | {"on_8": "2 1 26"}).text
        del site.api.errors["RecordPaper"]
        assert b.post("/isps/ISP-0042/sign/paper", data=given | {"on_8": "2026-01-02"}).status_code == 303
    sent = site.api.called("RecordPaper")[-1]["variables"]["input"]
    assert [(row["partyId"], row["signedOn"]) for row in sent["rows"]] == [("7", "2026-01-02"), ("8", "2026-01-02")]
