"""Signed copies of the registers by the API and as downloads: each reader's own, hidden and absent the same."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cms.core import clock
from cms.core.models import CommunitySettings
from cms.core.requester import SYSTEM
from cms.snippets.models import RegisterKey, SnapshotFile
from cms.snippets.snapshots import distrust_key, take_snapshots, this_month
from tests.factories.community import ALLOWED, Community, markers
from tests.members_api.conftest import run_as
from tests.members_api.everything import document

AUDIENCES = {
    **dict.fromkeys(("member", "party", "handler", "management", "editor", "token_party", "token_other"), "members"),
    **dict.fromkeys(("anonymous", "leaver", "suspended", "token_public"), "public"),
    **dict.fromkeys(("token_wrong_scope", "token_content"), ""),
}


@pytest.fixture
def taken(community: Community, settings: Any, tmp_path: Path) -> str:
    settings.STORE_DIR, settings.S3_BUCKET = tmp_path, ""
    take_snapshots(by=SYSTEM)
    return this_month()


def test_every_role_is_asked() -> None:
    assert set(AUDIENCES) == set(ALLOWED)


@pytest.mark.parametrize("role", AUDIENCES)
def test_each_reader_gets_the_copy_of_their_audience(
    role: str, caller: Callable[..., Any], requester: Callable[[str], Any], taken: str
) -> None:
    """By the list, by month, by hash and as downloads; of no file more words than the role may read anyway."""
    audience, ask, by = AUDIENCES[role], caller(role), requester(role)
    found = run_as(by, "{ registerSnapshots { totalCount items { month audience } } }").data
    if not audience:
        assert not found
    else:
        assert found == {
            "registerSnapshots": {"totalCount": 1, "items": [{"month": taken, "audience": audience.upper()}]}
        }
    got = run_as(by, "query($m: String!) { registerSnapshot(month: $m) { files { name sha256 url } } }", m=taken).data
    shown = [one["url"] for one in ((got or {}).get("registerSnapshot") or {"files": []})["files"]]
    assert len(shown) == {"members": 8, "public": 7, "": 0}[audience]
    for row in SnapshotFile.objects.select_related("snapshot"):
        may = audience == "members" or (audience == "public" and row.snapshot.audience == "public")
        url = f"/documents/registers/{row.name}"
        assert may or url not in shown
        answer = ask.get(url)
        assert answer.status_code == (200 if may else 404), (row.name, role)
        if may:
            assert hashlib.sha256(answer.content).hexdigest() == row.sha256
            assert markers(answer.content.decode(errors="replace")) <= ALLOWED[role]
            assert answer["Content-Disposition"].startswith("attachment")
            assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
        if row.kind != "json":  # a table that both audiences have has one hash
            continue
        named = run_as(by, "query($s: String!) { snapshotBySha256(sha256: $s) { name } }", s=row.sha256)
        assert bool((named.data or {}).get("snapshotBySha256")) == may, row.name


def test_what_is_hidden_looks_like_what_is_not_there(
    caller: Callable[..., Any], requester: Callable[[str], Any], taken: str
) -> None:
    hidden = SnapshotFile.objects.get(snapshot__audience="members", kind="json")
    by, ask = requester("anonymous"), caller("anonymous")
    asked = [run_as(by, document("snapshotBySha256", {"sha256": f'"{key}"'})) for key in (hidden.sha256, "0" * 64)]
    assert (asked[0].data, asked[0].errors) == (asked[1].data, asked[1].errors)
    answers = [ask.get(f"/documents/registers/{name}") for name in (hidden.name, "register-1999-01.json")]
    assert [(one.status_code, one.content) for one in answers] == [(404, b"")] * 2
    shown = CommunitySettings.load()
    shown.public_register = shown.public_partner_list = False
    shown.save()
    for name in SnapshotFile.objects.values_list("name", flat=True):
        assert ask.get(f"/documents/registers/{name}").status_code == 404, name
    assert run_as(by, document("registerSnapshot", {"month": f'"{taken}"'})).data == {"registerSnapshot": None}


def test_keys_are_published(caller: Callable[..., Any], requester: Callable[[str], Any], taken: str) -> None:
    key = RegisterKey.objects.get()
    ask = caller("anonymous")
    assert ask.get(f"/documents/registers/keys/{key.key_id}.pem").content.decode() == key.pem
    assert ask.get("/documents/registers/keys/0000000000000000.pem").status_code == 404
    distrust_key(by=SYSTEM, key_id=key.key_id, since=clock.today())
    said = f"Others had this key from {clock.today()} on"
    assert ask.get(f"/documents/registers/keys/{key.key_id}.pem").content.decode().startswith(said)
    query = "query($m: String!) { registerSnapshot(month: $m) { key { pem } } }"
    found = run_as(requester("member"), query, m=taken).data
    assert found["registerSnapshot"]["key"]["pem"].startswith(said)


def test_a_hash_is_taken_as_people_paste_it(requester: Callable[[str], Any], taken: str) -> None:
    row = SnapshotFile.objects.filter(snapshot__audience="members").first()
    assert row is not None
    query = "query($s: String!) { snapshotBySha256(sha256: $s) { name } }"
    for text in (row.sha256.upper(), f" {row.sha256[:32]} {row.sha256[32:]}\n"):
        assert run_as(requester("member"), query, s=text).data == {"snapshotBySha256": {"name": row.name}}
    for text in ("", "x", row.sha256[:-1], f"{row.sha256}0"):
        assert run_as(requester("member"), query, s=text).data == {"snapshotBySha256": None}
