"""Bytes that go, and bytes that are sent again while they do: nothing that the site needs is lost, nothing stays."""

import datetime
import hashlib
import io
from typing import Any

import pytest
from django.db import connection

from cms.audit.models import AuditEvent
from cms.core import clock
from cms.core.errors import BadInput, Conflict
from cms.storage import contents, expunging, pushing
from cms.storage.folder import FolderStore
from cms.storage.models import Content, DocumentText, KeptName, SyncObject
from cms.storage.places import Role, place
from cms.storage.ports import StoreUnavailable
from cms.storage.reconcile import healing
from cms.storage.reconcile.status import files_status
from cms.storage.reconcile.survey import BAD
from tests.cms.storage.test_reconcile_runs import DAY, EDITOR, kept, path_of

pytestmark = pytest.mark.django_db


def send(words: bytes, name: str = "documents/again.txt") -> Content:
    """As somebody who uploads the same bytes once more."""
    sha256 = hashlib.sha256(words).hexdigest()
    content = contents.store_content(
        io.BytesIO(words), sha256=sha256, size=len(words), kind="txt", state=Content.State.CLEAN
    )
    contents.keep_name(name, content)
    return content


@pytest.mark.parametrize("other", [None, b"other bytes, as long"])
def test_bytes_that_are_sent_again_mend_what_is_gone_or_damaged(other: bytes | None) -> None:
    (row,) = kept()
    words = path_of(row).read_bytes()
    path_of(row).unlink()
    if other is not None:
        assert len(other) == len(words)
        path_of(row).write_bytes(other)
        SyncObject.objects.filter(pk=row.pk).update(error=BAD)  # it was read since
    content = send(words)
    assert contents.open_content(content).read() == words
    assert SyncObject.objects.get().error == ""


def test_a_name_that_is_given_takes_back_that_the_bytes_were_released() -> None:
    (row,) = kept()
    contents.release(KeptName.objects.get().name)
    contents.keep_name("documents/again.txt", row.content)
    assert Content.objects.get().released_at is None


def test_no_name_is_given_to_bytes_that_were_removed_since_they_were_stored() -> None:
    """Whoever removes them finds no name yet, and whoever sends them has been told that they are there."""
    (row,) = released(1)
    words = path_of(row).read_bytes()
    stored = contents.store_content(io.BytesIO(words), sha256=row.content.sha256, size=20, kind="txt", state="clean")
    remove(row)
    with pytest.raises(StoreUnavailable, match="again"):
        contents.keep_name("documents/again.txt", stored)
    assert contents.open_content(send(words)).read() == words


class Away:
    """A folder that does not delete certain keys, and says whether a transaction was open meanwhile."""

    def __init__(self, monkeypatch: Any) -> None:
        self.keys: set[str] = set()
        self.asked: list[str] = []
        self.savepoints: set[int] = set()
        delete = FolderStore.delete

        def refuse(store: FolderStore, key: str) -> None:
            self.asked.append(key)
            self.savepoints.add(len(connection.savepoint_ids))
            if key in self.keys:
                raise StoreUnavailable(key)
            delete(store, key)

        monkeypatch.setattr(FolderStore, "delete", refuse)


@pytest.fixture
def away(monkeypatch: Any) -> Away:
    return Away(monkeypatch)


def released(count: int) -> list[SyncObject]:
    rows = kept(count)
    for name in KeptName.objects.values_list("name", flat=True):
        contents.release(name)
    return rows


def expunge_all() -> int:
    return expunging.expunge_released(clock.now() + datetime.timedelta(seconds=1))


def test_a_deletion_that_stopped_half_way_loses_nothing_that_is_sent_again(away: Away, time_machine: Any) -> None:
    (row,) = released(1)
    words = path_of(row).read_bytes()
    contents.note_kept("quarantine", "disk:quarantine", "quarantine/second", row.content)
    away.keys = {"quarantine/second"}
    assert expunge_all() == 0
    assert not path_of(row).exists()
    assert away.savepoints == {len(connection.savepoint_ids)}  # no transaction waits for a store
    row.refresh_from_db()
    assert row.ended_at is not None  # not "done": its bytes may be gone
    with pytest.raises(StoreUnavailable, match="removed at this moment"):
        send(words)
    Content.objects.update(released_at=clock.now())  # as the sender's own transaction leaves it
    time_machine.move_to(clock.now() + 2 * expunging.LEASE)
    content = send(words)
    assert contents.open_content(content).read() == words
    row.refresh_from_db()
    assert (row.ended_at, row.end_reason, row.leased_until) == (None, "", None)
    away.keys = set()
    assert expunge_all() == 0
    assert path_of(row).exists()


def test_one_object_that_cannot_be_deleted_keeps_no_other_and_three_in_a_row_end_the_job(away: Away) -> None:
    old = [row.key for row in released(6)][:2]
    away.keys = set(old)
    assert expunge_all() == 4
    new = [row.key for row in released(5)]
    away.keys |= set(new[1:])
    away.asked.clear()
    assert expunge_all() == 1
    assert away.asked == [*old, *new[:4]]


def test_a_false_alarm_is_not_undone_into_a_place_from_which_the_bytes_are_going(away: Away, time_machine: Any) -> None:
    (row,) = kept()
    words = path_of(row).read_bytes()
    contents.set_refused(row.content, note="Eicar", scanner="ClamAV 1.4")
    row.content.refresh_from_db()
    contents.store_content(io.BytesIO(words), sha256=row.content.sha256, size=20, kind="txt", state="refused")
    away.keys = {row.key}  # the answer is lost: it may go at any moment
    assert expunging.expunge_quarantine(clock.now() - DAY) == 0
    with pytest.raises(StoreUnavailable, match="removed at this moment"):
        contents.set_clean(row.content, scanner="ClamAV 1.4")
    assert Content.objects.get().state == Content.State.REFUSED
    path_of(row).unlink()
    time_machine.move_to(clock.now() + 2 * expunging.LEASE)
    contents.copy_to_store(row.content)
    contents.set_clean(row.content, scanner="ClamAV 1.4")
    assert contents.open_content(row.content).read() == words


def elsewhere(row: SyncObject, **fields: Any) -> SyncObject:
    values = {"role": "media", "place": "s3://old@nowhere.example", "key": row.key, "done_at": clock.now()}
    made: SyncObject = SyncObject.objects.create(content=row.content, created_at=clock.now(), **values | fields)
    return made


def remove(row: SyncObject) -> list[str]:
    return expunging.expunge_now(by=EDITOR, content_id=row.content_id, why="A home address")


def test_nothing_goes_before_every_place_is_known_to_answer() -> None:
    (row,) = released(1)
    old = elsewhere(row)
    with pytest.raises(Conflict, match="do not reach"):
        remove(row)
    assert path_of(row).exists()
    row.refresh_from_db()
    assert row.ended_at is None
    SyncObject.objects.filter(pk=old.pk).update(ended_at=clock.now(), end_reason=contents.MOVED)
    assert remove(row) == [old.place]
    assert not path_of(row).exists()
    assert not SyncObject.objects.exists()
    assert ", but not from s3://old@nowhere.example: A home" in AuditEvent.objects.get().object_label


def test_what_was_moved_away_from_ends_with_its_period() -> None:
    here, there = released(2)
    elsewhere(here, ended_at=clock.now(), end_reason=contents.MOVED)
    elsewhere(there)
    assert expunge_all() == 1
    assert not path_of(here).exists()
    assert AuditEvent.objects.get().object_label == "1 after their period, but not from s3://old@nowhere.example"
    assert SyncObject.objects.get().place == "s3://old@nowhere.example"  # still to be done, once it can be


def test_a_copy_that_is_being_made_is_waited_for() -> None:
    (row,) = released(1)
    copy = elsewhere(row, role="mirror", place="disk:mirror", done_at=None, leased_until=clock.now() + expunging.LEASE)
    with pytest.raises(Conflict, match="few minutes"):
        remove(row)
    assert path_of(row).exists()
    SyncObject.objects.filter(pk=copy.pk).update(leased_until=clock.now() + DAY)  # rests, after many failures
    remove(row)
    assert not path_of(row).exists()


@pytest.mark.service("s3")
def test_a_large_copy_that_was_begun_is_stopped(s3: str) -> None:
    (row,) = released(1)
    store: Any = place(Role.MIRROR)
    key = f"doc/1/{row.content.sha256}"
    begun = store.s3.create_multipart_upload(Bucket=store.bucket, Key=key)["UploadId"]
    copy = elsewhere(row, role="mirror", place=store.name, key=key, done_at=None, attempts=1, upload_id=begun)
    remove(row)
    assert key not in [upload.key for upload in store.uploads()]
    copy.refresh_from_db()
    assert copy.upload_id == ""
    assert list(place(Role.MEDIA).keys(row.key)) == []


def test_a_copy_that_comes_late_goes_again(monkeypatch: Any) -> None:
    (row,) = released(1)
    copy = pushing.plan(role="mirror", key="doc/1", content=row.content)
    monkeypatch.setattr(pushing, "LARGE", 0)  # in this thread
    put = FolderStore.put

    def late(store: FolderStore, *args: Any, **options: Any) -> bool:
        SyncObject.objects.filter(pk=copy.pk).update(leased_until=None)  # the lease ran out
        remove(row)
        return put(store, *args, **options)

    monkeypatch.setattr(FolderStore, "put", late)
    assert pushing.push_waiting(seconds=5).done == 1
    assert not path_of(row).exists()
    assert not path_of(copy).exists()
    copy.refresh_from_db()
    assert (copy.done_at, copy.end_reason) == (None, contents.REMOVED)


def test_what_is_mended_while_it_is_removed_goes_again(monkeypatch: Any) -> None:
    (row,) = released(1)
    copy = elsewhere(row, role="mirror", place="disk:mirror", key="doc/1")
    put = FolderStore.put

    def late(store: FolderStore, *args: Any, **options: Any) -> bool:
        remove(row)
        return put(store, *args, **options)

    monkeypatch.setattr(FolderStore, "put", late)
    assert not healing.put_again(copy)
    assert not path_of(copy).exists()


def test_a_removal_that_stopped_is_gone_on_with(away: Away, time_machine: Any) -> None:
    (row,) = released(1)
    copy = elsewhere(row, role="mirror", place="disk:mirror", key="doc/1")
    path_of(copy).parent.mkdir(parents=True)
    path_of(copy).write_bytes(path_of(row).read_bytes())
    away.keys = {copy.key}
    with pytest.raises(Conflict, match="every hour"):
        remove(row)
    away.keys = set()
    assert expunging.expunge_released(clock.now() - DAY) == 0
    assert path_of(copy).exists()  # whoever asked may still be at it
    time_machine.move_to(clock.now() + 2 * expunging.LEASE)
    expunging.expunge_released(clock.now() - DAY)
    assert not path_of(copy).exists()
    assert [one.pk for one in SyncObject.objects.all()] == [copy.pk]  # its word in the mirror
    away.asked.clear()
    time_machine.move_to(clock.now() + 2 * expunging.LEASE)
    expunging.expunge_released(clock.now() - DAY)
    assert away.asked == []


@pytest.mark.sqlite
def test_bytes_go_from_every_place_with_the_text_that_was_read_from_them() -> None:
    row, published = kept(2)
    DocumentText.objects.create(sha256=row.content.sha256, text="Jo lives at 4 Mill Lane", state="done")
    live = {"role": "mirror", "created_at": clock.now(), "done_at": clock.now()}
    mirrored = SyncObject.objects.create(place="disk:mirror", key="doc/1", content=published.content, **live)
    for name in KeptName.objects.values_list("name", flat=True):
        contents.release(name)
    soon = clock.now() + datetime.timedelta(seconds=1)
    assert expunging.expunge_released(clock.now() - DAY) == 0
    assert expunging.expunge_released(soon) == 1
    assert not path_of(row).exists()
    assert not DocumentText.objects.exists()
    assert path_of(published).exists()  # the mirror still shows it
    SyncObject.objects.filter(pk=mirrored.pk).update(ended_at=clock.now())
    assert expunging.expunge_released(soon) == 1
    assert not path_of(published).exists()
    assert SyncObject.objects.get() == mirrored  # what the mirror tells of it stays
    told = AuditEvent.objects.count()
    assert expunging.expunge_released(soon) == 0
    assert AuditEvent.objects.count() == told
    found = files_status(by=EDITOR)
    assert [(one.content, one.until) for one in found.released] == [(published.content_id, None)]  # it can be removed
    remove(published)
    assert (files_status(by=EDITOR).released_count, SyncObject.objects.get()) == (0, mirrored)


def test_a_name_given_meanwhile_keeps_the_bytes() -> None:
    (row,) = kept()
    contents.release(KeptName.objects.get().name)
    words = path_of(row).read_bytes()
    content = contents.store_content(io.BytesIO(words), sha256=row.content.sha256, size=20, kind="txt", state="clean")
    contents.keep_name("documents/again.txt", content)
    assert expunging.expunge_released(clock.now() + DAY) == 0
    assert path_of(row).exists()


def test_somebody_s_data_goes_at_once_from_the_mirror_too() -> None:
    (row,) = kept()
    name = KeptName.objects.get().name
    asked: dict[str, Any] = {"by": EDITOR, "content_id": row.content_id}
    mirrored = SyncObject.objects.create(
        place="disk:mirror", key="doc/1", content=row.content, role="mirror", created_at=clock.now(),
        done_at=clock.now(),
    )  # fmt: skip
    path_of(mirrored).parent.mkdir(parents=True)
    path_of(mirrored).write_bytes(path_of(row).read_bytes())
    with pytest.raises(Conflict, match=name):
        expunging.expunge_now(**asked, why="A home address")
    contents.release(name)
    with pytest.raises(BadInput):
        expunging.expunge_now(**asked, why=" ")
    expunging.expunge_now(**asked, why="A home address")
    assert not path_of(row).exists()
    assert not path_of(mirrored).exists()
    mirrored.refresh_from_db()
    assert mirrored.end_reason == "It was removed for good."
    event = AuditEvent.objects.get()
    assert (event.action, event.object_label) == ("file.expunged", f"{row.content.sha256[:12]}: A home address")


def test_bytes_that_nothing_refers_to_begin_their_period() -> None:
    rows = kept(3)
    KeptName.objects.filter(content__in=[row.content_id for row in rows[1:]]).delete()
    Content.objects.filter(pk__in=[rows[0].content_id, rows[1].content_id]).update(first_at=clock.now() - 2 * DAY)
    assert expunging.release_orphans() == 1  # the third is young, the first has a name
    assert Content.objects.get(released_at__isnull=False).pk == rows[1].content_id
