"""What every file store promises, on a folder and on the real server."""

import hashlib
import io
import os
import uuid

import pytest

from cms.storage import places as our_places
from cms.storage.folder import FolderStore
from cms.storage.names import safe_name
from cms.storage.places import Role, place, place_named
from cms.storage.ports import NotThere, Stored, StoreUnavailable
from cms.storage.s3 import S3Store


@pytest.fixture
def store(places):
    return place(Role.MEDIA)


def item_of(content, prefix):
    sha256 = hashlib.sha256(content).hexdigest()
    return Stored(f"{prefix}/{sha256}/file.pdf", len(content), sha256)


@pytest.mark.parametrize("size", [0, 11, (8 << 20) + 3])
def test_every_store_keeps_its_promises(store, size):
    content = os.urandom(size)
    item = item_of(content, prefix := uuid.uuid4().hex)
    assert store.well()
    assert not store.holds(item)
    for _ in range(2):  # two pushers, the same bytes
        store.put(item, io.BytesIO(content))
    assert store.holds(item)
    assert not store.holds(Stored(item.key, size + 1, item.sha256))
    assert b"".join(store.read(item.key)) == content
    assert list(store.keys(f"{prefix}/")) == [(item.key, size)]
    assert [upload for upload in store.uploads() if upload.key == item.key] == []
    store.delete(item.key)
    store.delete(item.key)
    assert not store.holds(item)
    assert list(store.keys(f"{prefix}/")) == []


def test_a_file_of_a_store_can_be_read_from_any_place_of_it(store):
    content = os.urandom(1 << 20)
    item = item_of(content, uuid.uuid4().hex)
    store.put(item, io.BytesIO(content))
    with store.open(item.key, item.size) as file:
        assert file.read(10) == content[:10]
        assert file.seek(-5, io.SEEK_END) == len(content) - 5
        assert file.read() == content[-5:]
        assert file.read(1) == b""
        file.seek(700_000)
        assert file.read(300_000) == content[700_000:1_000_000]
        assert file.tell() == 1_000_000
        file.seek(0)
        assert file.read() == content


def test_what_is_not_there_is_said_so_and_is_not_the_same_as_a_store_that_is_away(store):
    with pytest.raises(NotThere):
        list(store.read("sha256/00/nothing"))
    with pytest.raises(NotThere):
        store.open("sha256/00/nothing", 5).read()


@pytest.mark.parametrize("size", [11, (8 << 20) + 3])
def test_other_bytes_than_were_announced_are_never_kept(store, size):
    content = os.urandom(size)
    item = item_of(content, uuid.uuid4().hex)
    with pytest.raises(StoreUnavailable, match="announced"):
        store.put(item, io.BytesIO(content[:-1] + b"?"))
    assert not store.holds(item)


def test_keys_come_in_the_order_of_their_bytes(store):
    prefix = uuid.uuid4().hex
    names = ["a/b", "a-b", "a/c", "B", "a", "\u00e9", "a.b"]
    names.remove("a")  # a folder cannot hold "a" beside "a/b"
    for name in names:
        store.put(Stored(f"{prefix}/{name}", 1, hashlib.sha256(b"x").hexdigest()), io.BytesIO(b"x"))
    found = [key.removeprefix(f"{prefix}/") for key, _ in store.keys(f"{prefix}/")]
    assert found == sorted(names, key=str.encode)


def test_a_folder_never_leaves_its_root(tmp_path):
    store = FolderStore(tmp_path / "store", "disk:media")
    with pytest.raises(StoreUnavailable, match="outside"):
        store.put(Stored("../x", 1, ""), io.BytesIO(b"x"))


def test_what_a_folder_was_told_outlives_a_power_cut(tmp_path, monkeypatch):
    """The file's bytes, then its name, and the name of each folder that was made for it."""
    synced, sync = [], os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda handle: (synced.append(os.readlink(f"/proc/self/fd/{handle}")), sync(handle))
    )
    store = FolderStore(tmp_path / "store", "disk:media")
    item = Stored("sha256/ab/x", 1, hashlib.sha256(b"x").hexdigest())
    store.put(item, io.BytesIO(b"x"))
    below = [tmp_path, tmp_path / "store", tmp_path / "store/sha256"]
    part, folder = synced[-2:]
    assert synced[:-2] == [str(one) for one in below]
    assert (os.path.dirname(part), folder) == (str(tmp_path / "store/sha256/ab"),) * 2
    store.delete(item.key)
    assert synced[-1] == folder
    assert len(synced) == 6


def test_a_file_that_goes_while_a_folder_is_listed_is_left_out(tmp_path):
    store = FolderStore(tmp_path, "disk:media")
    for name in "abc":
        store.put(Stored(name, 1, hashlib.sha256(b"x").hexdigest()), io.BytesIO(b"x"))
    listing = store.keys("")
    assert next(listing) == ("a", 1)
    store.delete("b")
    assert list(listing) == [("c", 1)]


def test_what_a_killed_worker_left_in_a_folder_is_an_upload_that_can_be_stopped(tmp_path):
    store = FolderStore(tmp_path, "disk:media")
    (tmp_path / "sha256").mkdir()
    (tmp_path / "sha256" / ".part-x").write_bytes(b"half")
    assert list(store.keys("")) == []
    (left,) = store.uploads()
    store.abort(left)
    assert not list(store.uploads())


def test_a_server_that_does_not_answer_says_so(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    nobody = S3Store("bucket", "http://127.0.0.1:9")
    with pytest.raises(StoreUnavailable):
        nobody.holds(Stored("doc/1", 1, ""))
    assert not nobody.well()


def test_buckets_are_named_after_the_first_unless_they_have_names_of_their_own(settings):
    assert {role: our_places.bucket_of(role) for role in our_places.ROLES} == dict.fromkeys(our_places.ROLES, "")
    assert place("exchange").name == "disk:exchange"
    settings.S3_BUCKET, settings.S3_MIRROR_BUCKET = "intranet", "archive"
    found = [our_places.bucket_of(role) for role in ("media", "mirror", "exchange", "quarantine")]
    assert found == ["intranet", "archive", "intranet-exchange", "intranet-quarantine"]
    assert place(Role.MIRROR).name == "s3://archive"


def test_a_place_of_the_ledger_is_found_again_while_the_settings_reach_it(settings):
    settings.S3_BUCKET, settings.S3_ENDPOINT_URL = "intranet", "https://files.example:8443"
    name = place(Role.MEDIA).name
    assert name == "s3://intranet@files.example:8443"
    assert place_named("disk:media").name == "disk:media"
    settings.S3_BUCKET = ""  # a site on its way back to the disk
    assert place_named(name).name == name
    settings.S3_ENDPOINT_URL = "https://other.example"
    assert place_named(name) is None
    assert place_named("disk:elsewhere") is None


def test_the_health_page_asks_the_store_at_most_every_15_seconds(monkeypatch):
    asked = []
    monkeypatch.setattr(our_places, "_last", {})
    monkeypatch.setattr(FolderStore, "well", lambda self: asked.append(1) or True)
    assert our_places.media_is_well()
    assert our_places.media_is_well()
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("documents/ISP 0042 – v3 (final).pdf", "ISP-0042-v3-final.pdf"),
        ("../../etc/passwd", "passwd"),
        ("Protocole d'échange.docx", "Protocole-d-echange.docx"),
        (".htaccess", "htaccess"),
        ("情報.pdf", "file.pdf"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_names_in_keys_are_plain(given, expected):
    assert safe_name(given) == expected
