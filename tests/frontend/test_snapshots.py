"""Checking a file against the signed copies: its hash is worked out on the way, and nothing of it is kept. Lists."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile

import pytest

from frontend import hashing
from tests.frontend.conftest import Site

CHECK = "/register/snapshots/check"
CONTENT = b"reference,title\r\n" + os.urandom(3_000_000)  # random: any boundary may stand in it by chance, none does
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def token(html: str) -> str:
    found = re.search(r'name="csrf" value="([^"]*)"', html)
    assert found
    return found.group(1)


def test_only_the_hash_of_a_file_is_asked_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", None)  # nothing is put aside on the way
    with site.browser() as b:
        csrf = token(b.get(CHECK).text)
        answer = b.post(CHECK, data={"csrf": csrf}, files={"file": ("isps.csv", CONTENT)})
        assert (answer.status_code, answer.headers["location"]) == (303, f"{CHECK}?sha256={SHA256}")
        page = b.get(answer.headers["location"])
    assert page.status_code == 200
    assert site.api.called("SnapshotCheck")[-1]["variables"] == {"sha256": SHA256}


def test_it_says_which_copy_or_that_it_is_none(site: Site) -> None:
    with site.browser() as b:
        site.api.changes["SnapshotCheck"] = {"snapshotBySha256": {"name": "isps-2026-11.csv"}}
        assert "<h2>Yes</h2>" in (said := b.get(f"{CHECK}?sha256={SHA256}").text)
        assert "isps-2026-11.csv" in said
        site.api.changes["SnapshotCheck"] = {"snapshotBySha256": None}
        assert "<h2>No</h2>" in b.get(f"{CHECK}?sha256={SHA256.upper()[:30]}+{SHA256[30:]}").text
        assert site.api.called("SnapshotCheck")[-1]["variables"] == {"sha256": SHA256}


def test_the_page_of_a_copy_says_that_its_key_was_stolen(site: Site) -> None:
    with site.browser() as b:
        for above, shown in (("", False), ("Others had this key from 2026-11-01 on.\n", True)):
            key = {"pem": f"{above}-----BEGIN PUBLIC KEY-----\nAA\n-----END PUBLIC KEY-----\n", "keyId": "0" * 16}
            site.api.changes["SnapshotPage"] = {"registerSnapshot": {"month": "2026-11", "key": key}}
            html = b.get("/register/snapshots/2026-11").text
            assert ("Others had this key from 2026-11-01 on." in html) == shown


def test_what_is_no_hash_comes_back_as_it_was_typed(site: Site) -> None:
    with site.browser() as b:
        csrf = token(b.get(CHECK).text)
        for answer in (b.get(f"{CHECK}?sha256=abc"), b.post(CHECK, data={"csrf": csrf, "sha256": "abc"})):
            assert answer.status_code == 422
            assert "Paste all 64 figures" in answer.text
            assert 'value="abc"' in answer.text
        assert site.api.called("SnapshotCheck")[-1]["variables"] == {"sha256": ""}


def test_forms_that_are_not_ours_or_too_large_are_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    file = {"file": ("x", b"content")}
    with site.browser() as b:
        csrf = token(b.get(CHECK).text)
        nothing = b.post(CHECK, data={"csrf": csrf}, files={"file": ("", b"")})
        assert (nothing.status_code, "Choose a file" in nothing.text) == (422, True)
        assert b.post(CHECK, data={"csrf": "forged"}, files=file).status_code == 422
        assert b.post(CHECK, content=b"x", headers={"Content-Type": "multipart/form-data"}).status_code == 400
        assert (
            b.post(CHECK, data={"csrf": csrf}, files=file, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        )
        monkeypatch.setattr(hashing, "LARGEST", 100_000)
        large = b.post(CHECK, data={"csrf": csrf}, files={"file": ("x", CONTENT[:200_000])})
        assert (large.status_code, 'id="file-error"' in large.text) == (422, True)
        assert "larger than 200 MB" in large.text
        assert b.post(CHECK, data={"csrf": csrf}, files={"file": ("x", CONTENT)}).status_code == 413
    assert not [one for one in site.api.called("SnapshotCheck") if one["variables"]["sha256"]]


def test_a_page_after_the_last_does_not_say_that_there_is_nothing(site: Site) -> None:
    site.api.changes["SnapshotList"] = {"registerSnapshots": {"items": [], "totalCount": 30, "page": 9}}
    site.api.changes["OurDeliveries"] = {"ourDeliveries": {"deliveries": [], "totalCount": 70, "page": 9}}
    with site.browser() as b:
        for path in ("/register/snapshots", "/organisation/deliveries"):
            html = b.get(f"{path}?page=9").text
            assert f'There is no page 9. <a href="{path}">' in html
            assert "Nothing was sent yet" not in html
            assert "none that you may see" not in html
