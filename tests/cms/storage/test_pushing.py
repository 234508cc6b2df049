"""The ledger is worked off: once, whatever fails on the way, and confirmed by the place itself."""

import datetime
import hashlib
import io
import os
import time

import pytest

from cms.core import clock
from cms.storage import contents, pushing
from cms.storage import s3 as s3_store
from cms.storage.contents import store_content
from cms.storage.folder import FolderStore
from cms.storage.models import Content, SyncObject
from cms.storage.places import Role, place
from cms.storage.ports import Stored, StoreUnavailable
from cms.storage.pushing import plan, push_waiting
from cms.storage.s3 import PART, S3Store

pytestmark = pytest.mark.django_db


def kept(content=None):
    content = content if content is not None else os.urandom(30)
    sha256 = hashlib.sha256(content).hexdigest()
    return store_content(
        io.BytesIO(content), sha256=sha256, size=len(content), kind="pdf", state=Content.State.NOT_SCANNED
    )


def planned(content=None):
    row = kept(content)
    return plan(role=Role.MIRROR, key=f"doc/1/{row.sha256}/a.pdf", content=row, source="document:1")


@pytest.mark.sqlite
def test_what_is_planned_is_put_there_and_confirmed(places):
    rows = [planned() for _ in range(5)]
    told = []
    result = push_waiting(seconds=30, told=lambda so_far: told.append(so_far.done))
    assert (result.done, result.failed, result.waiting) == (5, 0, 0)
    assert told == [1, 2, 3, 4, 5]
    for row in rows:
        row.refresh_from_db()
        assert (row.attempts, row.done_at is not None, row.error) == (1, True, "")
        assert place(Role.MIRROR).holds(Stored(row.key, row.content.size, row.content.sha256))
    assert push_waiting(seconds=5).done == 0


def test_what_another_worker_is_at_is_left_alone_until_its_lease_ends():
    row = planned()
    SyncObject.objects.filter(pk=row.pk).update(leased_until=clock.now() + datetime.timedelta(minutes=1))
    assert (push_waiting(seconds=5).done, push_waiting(seconds=5).waiting) == (0, 1)
    SyncObject.objects.filter(pk=row.pk).update(leased_until=clock.now() - datetime.timedelta(seconds=1))
    assert push_waiting(seconds=5).done == 1


def test_a_store_that_is_away_is_left_alone_at_the_third_failure_and_asked_again_later(folders):
    for _ in range(10):
        planned()
    (folders / "store" / "mirror").write_text("not a folder")
    result = push_waiting(seconds=30, threads=1)
    assert (result.done, result.waiting) == (0, 10)
    assert 3 <= result.failed <= 5  # those on their way at the third are waited for
    failed = SyncObject.objects.exclude(error="").filter(role=Role.MIRROR)
    assert failed.count() == result.failed
    assert {row.leased_until > clock.now() for row in failed} == {True}
    untouched = SyncObject.objects.filter(role=Role.MIRROR, error="")
    assert set(untouched.values_list("leased_until", "attempts")) == {(None, 0)}
    (folders / "store" / "mirror").unlink()
    failed.update(leased_until=None)
    assert push_waiting(seconds=30).done == 10


class Forgetful(FolderStore):
    """Stores what it is given and loses the reply."""

    puts = 0

    def put(self, item, content, **rest):
        super().put(item, content, **rest)
        type(self).puts += 1
        raise StoreUnavailable("reply lost")


def test_a_lost_reply_means_unknown_and_the_place_is_asked(monkeypatch, folders):
    store = Forgetful(folders / "store" / "mirror", "disk:mirror")
    row = planned()
    monkeypatch.setattr(pushing, "place_named", lambda name: store)
    assert push_waiting(seconds=5).done == 1
    assert Forgetful.puts == 1
    # a worker that was killed after it: the next asks before it sends
    SyncObject.objects.filter(pk=row.pk).update(done_at=None, attempts=1)
    assert push_waiting(seconds=5).done == 1
    assert Forgetful.puts == 1


def test_bytes_that_are_nowhere_or_damaged_are_never_said_to_be_there(folders):
    lost, damaged = planned(), planned()
    for row in (lost, damaged):
        file = folders / "store" / "media" / "sha256" / row.content.sha256[:2] / row.content.sha256
        file.write_bytes(b"?" * row.content.size) if row is damaged else file.unlink()
    result = push_waiting(seconds=5)
    assert (result.done, result.failed) == (0, 2)
    errors = dict(SyncObject.objects.filter(role=Role.MIRROR).values_list("pk", "error"))
    assert lost.content.sha256 in errors[lost.pk]
    assert "not what was announced" in errors[damaged.pk]


def test_where_one_place_has_damaged_bytes_those_of_another_are_taken(folders):
    row = planned()
    push_waiting(seconds=5)
    again = plan(role=Role.MIRROR, key="doc/2/a.pdf", content=row.content)
    (folders / "store" / "media" / "sha256" / row.content.sha256[:2] / row.content.sha256).write_bytes(b"?" * 30)
    assert push_waiting(seconds=5).done == 1
    assert place(Role.MIRROR).holds(Stored(again.key, 30, row.content.sha256))
    assert hashlib.sha256(b"".join(place(Role.MIRROR).read(again.key))).hexdigest() == row.content.sha256


def test_what_ended_and_is_planned_again_is_put_again():
    row = planned()
    push_waiting(seconds=5)
    SyncObject.objects.filter(pk=row.pk).update(ended_at=clock.now(), end_reason="not published")
    again = plan(role=Role.MIRROR, key=row.key, content=row.content)
    assert (again.pk, again.ended_at, again.done_at) == (row.pk, None, None)
    assert push_waiting(seconds=5).done == 1


def test_a_source_that_cannot_be_read_is_no_reason_not_to_take_the_next(folders, monkeypatch):
    row = planned()
    media = place(Role.MEDIA)
    other = plan(role=Role.QUARANTINE, key="other", content=row.content)
    put_to(place(Role.QUARANTINE), other)

    def torn(self, key, size):
        if self.name == media.name:
            raise StoreUnavailable("bad sector")
        return open_(self, key, size)

    open_ = FolderStore.open
    monkeypatch.setattr(FolderStore, "open", torn)
    assert push_waiting(seconds=5, role=Role.MIRROR).done == 1


def put_to(store, row):
    with place(Role.MEDIA).open(f"sha256/{row.content.sha256[:2]}/{row.content.sha256}", row.content.size) as file:
        store.put(Stored(row.key, row.content.size, row.content.sha256), file)
    SyncObject.objects.filter(pk=row.pk).update(done_at=clock.now())


def test_what_another_worker_took_meanwhile_is_left_to_it(monkeypatch, time_machine):
    """Large files go one after the other: the lease of the last ends before its turn comes."""
    time_machine.move_to(clock.now(), tick=False)
    rows = [planned(), planned()]
    monkeypatch.setattr(pushing, "LARGE", 0)
    put, theirs = FolderStore.put, clock.now() + datetime.timedelta(minutes=14)

    def slowly(self, item, content, **rest):
        time_machine.shift(datetime.timedelta(minutes=10))
        others = SyncObject.objects.filter(role=Role.MIRROR).exclude(key=item.key)
        others.update(leased_until=theirs, attempts=2, upload_id="theirs")
        return put(self, item, content, **rest)

    monkeypatch.setattr(FolderStore, "put", slowly)
    assert push_waiting(seconds=10_000).done == 1
    left = SyncObject.objects.get(pk__in=[row.pk for row in rows], done_at=None)
    assert (left.leased_until, left.attempts, left.upload_id) == (theirs, 2, "theirs")


class Resumable(FolderStore):
    """A store of parts: to read again what arrived takes an hour, and so does a new part."""

    given, parts = (), 0

    def put(self, item, content, *, upload_id="", keep_upload_id):
        type(self).given += (upload_id,)
        if not upload_id:
            keep_upload_id("half")
        self.hour_passes()
        content.read(1)
        if self.parts < 2:
            type(self).parts += 1
            keep_upload_id("half")
        content.read(1)
        content.seek = content.file.seek
        content.seek(0)
        return super().put(item, content)


def test_a_large_file_stops_between_parts_when_the_time_is_up_and_goes_on_the_next_time(monkeypatch, folders):
    row = planned()
    store, passed, ticks = Resumable(folders / "store" / "mirror", "disk:mirror"), [], time.monotonic
    monkeypatch.setattr(Resumable, "hour_passes", lambda self: passed.append(3600.0), raising=False)
    monkeypatch.setattr(pushing.time, "monotonic", lambda: ticks() + sum(passed))
    monkeypatch.setattr(pushing, "LARGE", 0)
    monkeypatch.setattr(pushing, "place_named", lambda name: store)
    for parts in (1, 2):
        found = push_waiting(seconds=60)
        row.refresh_from_db()
        assert (found.done, found.failed, found.waiting) == (0, 0, 1)
        assert (row.leased_until, row.attempts, row.upload_id, row.error) == (None, 0, "half", "")
        assert Resumable.parts == parts  # each time it comes further
    assert push_waiting(seconds=60).done == 1
    assert Resumable.given == ("", "half", "half")


def test_a_fault_of_our_own_leaves_no_row_leased_and_nothing_done_unwritten(monkeypatch):
    rows = [planned() for _ in range(6)]
    put, calls = pushing.put_row, []

    def fails_later(*given):
        calls.append(given)
        if len(calls) > 1:
            raise RuntimeError("a fault of our own")
        put(*given)

    monkeypatch.setattr(pushing, "put_row", fails_later)
    with pytest.raises(RuntimeError):
        push_waiting(seconds=5, threads=1)
    found = SyncObject.objects.filter(pk__in=[row.pk for row in rows])
    assert found.filter(done_at__isnull=False).count() == 1
    assert found.filter(leased_until=None, attempts=0).count() >= 2  # those that were not begun


class Cut(io.BytesIO):
    """A file whose reading fails after two parts, as a killed worker would leave it."""

    def read(self, size=-1):
        if self.tell() >= 2 * PART:
            raise OSError("cut off")
        return super().read(size)


def sent_parts(store, monkeypatch):
    sent, upload_part = [], store.s3.upload_part
    monkeypatch.setattr(store.s3, "upload_part", lambda **call: sent.append(call["PartNumber"]) or upload_part(**call))
    return sent


@pytest.mark.service("s3")
def test_a_large_file_that_was_cut_off_goes_on_with_the_parts_that_arrived(s3, monkeypatch):
    content = os.urandom(1 << 20) * 33
    row = planned(content)
    store = place(Role.MIRROR)
    item = Stored(row.key, len(content), row.content.sha256)
    sent = sent_parts(store, monkeypatch)
    with pytest.raises(OSError, match="cut off"):
        store.put(item, Cut(content), keep_upload_id=pushing.UploadKeeper(row))
    assert sorted(sent) == [1, 2]
    assert not store.holds(item)
    sent.clear()
    with monkeypatch.context() as patch:
        patch.setattr(s3_store, "IN_MEMORY", 1)
        sources = contents.places_of(row.content)
        with pytest.raises(pushing._NotNow):  # the time was up before, and it comes further all the same
            pushing.copy_from_first(row, store, sources, lambda file, keep: pushing._Large(file, keep, 0.0))
    assert sent == [3]
    SyncObject.objects.filter(pk=row.pk).update(leased_until=None)
    assert push_waiting(seconds=60).done == 1
    assert sorted(sent) == [3, 4, 5]
    assert store.holds(item)
    assert b"".join(store.read(row.key)) == content


@pytest.mark.service("s3")
def test_an_upload_that_the_server_forgot_begins_again(s3):
    row = planned(os.urandom(1 << 20) * 9)
    SyncObject.objects.filter(pk=row.pk).update(upload_id="2~forgotten")
    assert push_waiting(seconds=60).done == 1
    row.refresh_from_db()
    assert row.upload_id == ""


@pytest.mark.service("s3")
def test_a_wrong_secret_is_a_failure_with_words(s3, monkeypatch, settings):
    row = planned()
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    wrong = S3Store(f"{settings.S3_BUCKET}-mirror", settings.S3_ENDPOINT_URL)
    with monkeypatch.context() as patch:
        patch.setattr(pushing, "place_named", lambda name: wrong)
        assert push_waiting(seconds=10).failed == 1
    row.refresh_from_db()
    assert "403" in row.error or "SignatureDoesNotMatch" in row.error or "Forbidden" in row.error
    assert row.done_at is None
