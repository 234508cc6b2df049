"""When files are compared, what is read, who is told, and what a person decides of what does not mend itself."""

import datetime
import hashlib
import io
import json
import os
import time
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cms.core import clock
from cms.core.requester import Requester
from cms.jobs.health import alarms
from cms.notifications.models import Notification
from cms.storage import contents, expunging, tasks
from cms.storage.folder import FolderStore
from cms.storage.models import Content, ReconcileRun, SyncObject
from cms.storage.places import Role, place
from cms.storage.ports import StoreUnavailable
from cms.storage.reconcile import KINDS, Finding, findings, healing, repairs, runs, survey
from cms.storage.reconcile.status import files_status
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
EDITOR = Requester(user_id=1, is_editor=True)
DAY = datetime.timedelta(days=1)


def kept(count: int = 1) -> list[SyncObject]:
    made = []
    for _ in range(count):
        words = os.urandom(20)
        sha256 = hashlib.sha256(words).hexdigest()
        content = contents.store_content(io.BytesIO(words), sha256=sha256, size=20, kind="txt", state="clean")
        contents.keep_name(f"documents/{sha256[:9]}.txt", content)
        made.append(SyncObject.objects.select_related("content").get(content=content))
    return made


def path_of(row: SyncObject) -> Any:
    store = place(row.role)
    assert isinstance(store, FolderStore)
    return store.root / row.key


def night(time_machine: Any, day: int) -> ReconcileRun:
    time_machine.move_to(datetime.datetime(2026, 11, day, 3, 20, tzinfo=datetime.UTC), tick=False)
    tasks.compare_at_night()
    return ReconcileRun.objects.latest("pk")


@pytest.mark.sqlite
def test_every_night_a_sample_is_read_and_every_week_all(time_machine: Any, folders: Any) -> None:
    time_machine.move_to(datetime.datetime(2026, 11, 1, 2, 0, tzinfo=datetime.UTC), tick=False)
    rows = kept(30)
    tasks.compare_at_night()
    assert not ReconcileRun.objects.exists()  # before three
    assert alarms()["files"] == "ok"
    first = night(time_machine, 1)
    tasks.compare_at_night()
    assert ReconcileRun.objects.count() == 1
    assert (first.mode, first.heals, runs.summary(first)) == ("all", True, "nothing is wrong")
    assert SyncObject.objects.filter(verified_at=clock.now()).count() == 30
    second = night(time_machine, 2)
    assert (second.mode, SyncObject.objects.filter(verified_at=clock.now()).count()) == ("sample", 2)  # 5% of 30
    night(time_machine, 3)
    assert SyncObject.objects.filter(verified_at__date="2026-11-01").count() == 26  # those that were read longest ago
    assert night(time_machine, 8).mode == "all"
    path_of(rows[0]).unlink()
    odd = night(time_machine, 9)
    assert (odd.counts["missing"], alarms()["files"]) == (1, "broken")
    repairs.say_gone(by=EDITOR, content_id=rows[0].content_id)
    night(time_machine, 10)
    assert alarms()["files"] == "ok"
    time_machine.move_to(datetime.datetime(2026, 11, 12, 4, tzinfo=datetime.UTC), tick=False)
    assert alarms()["files"] == "broken"  # nobody has compared for two days


def test_what_nobody_read_for_a_week_counts_and_is_read_by_mending(time_machine: Any) -> None:
    time_machine.move_to(datetime.datetime(2026, 11, 1, 2, 0, tzinfo=datetime.UTC), tick=False)
    rows = kept(3)
    time_machine.move_to(datetime.datetime(2026, 11, 10, 2, 0, tzinfo=datetime.UTC), tick=False)
    found = {one.what: one.kind for one in survey.survey()}
    assert {row.key: "unverified" for row in rows}.items() <= found.items()
    mended = [healing.mend(one) for one in survey.survey() if one.kind == "unverified"]
    assert mended == [True] * 3
    assert not [one for one in survey.survey() if one.kind == "unverified"]


def test_the_core_team_hears_of_it_once_a_day(time_machine: Any) -> None:
    UserFactory(site_role="core_editor")  # type: ignore[no-untyped-call]
    time_machine.move_to(datetime.datetime(2026, 11, 1, 2, 0, tzinfo=datetime.UTC), tick=False)
    (row,) = kept()
    path_of(row).unlink()
    night(time_machine, 1)
    repairs.mend_now(by=EDITOR)
    tasks.go_on_comparing()
    told = Notification.objects.filter(source_key__startswith="files-odd:")
    assert "1 missing" in told.get().body
    night(time_machine, 2)
    assert told.count() == 2


def test_a_comparison_goes_on_where_its_worker_stopped(monkeypatch: Any) -> None:
    kept(6)
    run = runs.begin(mode="all", heals=False)
    monkeypatch.setattr(time, "monotonic", iter(range(0, 10_000, 40)).__next__)  # 40 seconds pass at each look
    assert runs.go_on(seconds=100) is False
    read = SyncObject.objects.filter(verified_at__isnull=False).count()
    assert 0 < read < 6
    ReconcileRun.objects.filter(pk=run.pk).update(leased_until=clock.now() + DAY)
    assert runs.go_on(seconds=100) is True  # somebody else is at it
    ReconcileRun.objects.filter(pk=run.pk).update(leased_until=clock.now() - DAY)  # and was killed
    monkeypatch.undo()
    assert runs.go_on(seconds=100) is True
    run.refresh_from_db()
    assert run.ended_at is not None
    assert not SyncObject.objects.filter(verified_at=None).exists()


def test_what_is_lost_or_hangs_is_asked_for_once_and_the_comparison_ends(monkeypatch: Any) -> None:
    rows = kept(10)
    for row in rows[:8]:
        path_of(row).unlink()
    asked: list[str] = []
    read = FolderStore.read

    def counted(self: FolderStore, key: str) -> Any:
        asked.append(key)
        if key == rows[8].key:
            raise StoreUnavailable("read timed out")
        return read(self, key)

    run = runs.begin(mode="all", heals=False, leased=True)
    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, "read", counted)
        patch.setattr(time, "monotonic", iter(range(0, 100_000, 24)).__next__)  # four files in each slice
        slices = 0
        while not runs.work(run, seconds=100):
            slices += 1
            assert slices < 20, asked
    assert slices >= 2
    assert sorted(key for key in asked if key.startswith("sha256/")) == sorted(row.key for row in rows)
    assert (run.counts["missing"], run.counts["unverified"]) == (8, 1)


def test_a_store_that_goes_away_while_a_file_is_read_leaves_it_to_be_read(monkeypatch: Any) -> None:
    (row,) = kept()

    def away(*_: object) -> Any:
        raise StoreUnavailable("connection refused")

    monkeypatch.setattr(FolderStore, "read", away)
    monkeypatch.setattr(FolderStore, "well", lambda self: False)
    with pytest.raises(StoreUnavailable):
        runs.work(runs.begin(mode="all", heals=False))
    row.refresh_from_db()
    assert (row.tried_at, row.verified_at) == (None, None)


def test_what_is_lost_does_not_take_the_turn_of_the_rest(time_machine: Any) -> None:
    time_machine.move_to(datetime.datetime(2026, 11, 1, 2, 0, tzinfo=datetime.UTC), tick=False)
    rows = kept(40)
    for row in rows[:4]:
        path_of(row).unlink()
    for day in range(1, 6):  # all, then two each night: what is lost has its turn once
        night(time_machine, day)
    assert SyncObject.objects.filter(verified_at__date="2026-11-01").count() == 40 - 4 - 4


def test_copies_of_the_release_before_are_written_down_and_go_with_their_content() -> None:
    """It kept originals on a disk, and put copies into the bucket that is the site's own now."""
    (row,) = kept()
    older, root = b"what the document was before", place(Role.MEDIA).root  # type: ignore[attr-defined]
    lie = f"doc/7/{'ab' * 32}/plan.pdf"
    copies = {
        f"doc/7/{hashlib.sha256(words).hexdigest()}/plan.pdf": words for words in (path_of(row).read_bytes(), older)
    }
    hours_ago = (clock.now() - 2 * DAY).timestamp()
    for key, words in (copies | {lie: b"other bytes"}).items():
        (root / key).parent.mkdir(parents=True)
        (root / key).write_bytes(words)
        os.utime(root / key, (hours_ago, hours_ago))
    run = runs.begin(mode="all", heals=True)
    assert runs.work(run)
    assert [one["what"] for one in run.lists["extra"]] == [lie]
    (root / lie).unlink()
    assert runs.work(again := runs.begin(mode="all", heals=False))
    assert runs.is_zero(again), again.lists
    expunging.expunge_released(clock.now() + DAY)
    assert {key: (root / key).exists() for key in copies} == dict(zip(copies, (True, False), strict=True))
    assert path_of(row).exists()


def test_each_upload_that_was_left_is_stopped_without_listing_them_again(monkeypatch: Any) -> None:
    monkeypatch.setattr(survey, "STALE_UPLOAD", datetime.timedelta(seconds=-5))
    root = place(Role.MEDIA).root  # type: ignore[attr-defined]
    root.mkdir(parents=True)
    for number in range(3):
        (root / f".part-{number}").write_bytes(b"half of")
    listed, uploads = [], FolderStore.uploads
    monkeypatch.setattr(FolderStore, "uploads", lambda self: listed.append(self.name) or uploads(self))
    assert [healing.mend(one) for one in survey.survey() if one.kind == "stale_uploads"] == [True] * 3
    assert len(listed) == len(Role.values)
    assert not list(root.iterdir())


def test_what_was_put_right_since_the_comparison_is_not_shown_as_missing() -> None:
    back, gone, left = kept(3)
    words = path_of(back).read_bytes()
    for row in (back, gone, left):
        path_of(row).unlink()
    runs.work(runs.begin(mode="all", heals=False))
    assert files_status(by=EDITOR).left[0][:2] == ("Missing", 3)
    repairs.put_back_file(by=EDITOR, content_id=back.content_id, row_id=back.pk, file=io.BytesIO(words))
    repairs.say_gone(by=EDITOR, content_id=gone.content_id)
    ((heading, count, shown),) = files_status(by=EDITOR).left
    assert (heading, count, [one.row for one in shown]) == ("Missing", 1, [left.pk])


def test_a_store_that_is_away_is_said_and_the_run_waits(monkeypatch: Any) -> None:
    kept()

    def away(*_: object) -> Any:
        raise StoreUnavailable("connection refused")

    monkeypatch.setattr(FolderStore, "keys", away)
    with pytest.raises(CommandError, match="does not answer: connection refused"):
        call_command("storage_reconcile")
    assert not ReconcileRun.objects.exists()
    runs.begin(mode="sample", heals=True)
    tasks.go_on_comparing()
    monkeypatch.undo()
    assert ReconcileRun.objects.get().ended_at is None
    tasks.go_on_comparing()
    assert ReconcileRun.objects.get().ended_at is not None


def test_a_file_that_cannot_be_read_is_not_verified(monkeypatch: Any) -> None:
    (row,) = kept()
    read = FolderStore.read

    def torn(self: FolderStore, key: str) -> Any:
        if key == row.key:
            raise StoreUnavailable("bad sector")
        return read(self, key)

    monkeypatch.setattr(FolderStore, "read", torn)
    out = io.StringIO()
    with pytest.raises(SystemExit, match="2"):
        call_command("storage_reconcile", stdout=out)
    assert f"unverified: 1\n  {row.key}  It could not be read." in out.getvalue()


def test_what_other_apps_look_for_counts_and_mends_itself(monkeypatch: Any) -> None:
    left = ["inbox/a/plan.pdf", "inbox/b/plan.pdf"]

    def mend() -> bool:
        left.clear()
        return True

    monkeypatch.setitem(findings._surveys, "test", lambda: [Finding("untagged", key, mend=mend) for key in left])
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("storage_reconcile", "--sample", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["untagged"], said["lists"]["untagged"]) == (2, left)
    call_command("storage_reconcile", "--heal", "--json", stdout=io.StringIO())
    assert left == []


@pytest.mark.sqlite
def test_memory_does_not_grow_with_the_site_and_neither_do_queries(
    monkeypatch: Any, django_assert_max_num_queries: Any
) -> None:
    """Rows are read a page at a time, in the order of bytes, whatever the database's own order is."""
    monkeypatch.setattr(survey, "PAGE", 4)
    row = kept(11)[0]
    names = ["Doc/1", "a/B.pdf", "a/b.pdf", "a-b", "a.json", "a/b/c", "Z", "_x", "~"]
    for name in names:
        SyncObject.objects.create(
            place=row.place, key=name, role="media", content=row.content, created_at=clock.now(), ended_at=clock.now()
        )
    with django_assert_max_num_queries(7):
        keys = [one["key"] for one in survey.ledger(SyncObject.objects.filter(place=row.place))]
    assert keys == sorted(keys, key=str.encode)
    assert len(keys) == 20
    assert not list(survey.compare_place(place(Role.MEDIA)))


def test_a_store_that_lists_out_of_order_is_not_believed(monkeypatch: Any) -> None:
    kept(3)
    listed = FolderStore.keys
    monkeypatch.setattr(FolderStore, "keys", lambda self, prefix: reversed(list(listed(self, prefix))))
    with pytest.raises(StoreUnavailable, match="in order"):
        list(survey.compare_place(place(Role.MEDIA)))


def test_bytes_that_are_younger_than_an_hour_are_left_alone() -> None:
    """Nor are they said to be too many: the upload that they came with may not be at its end."""
    words = b"on its way"
    key = contents.media_key(hashlib.sha256(words).hexdigest())
    path = place(Role.MEDIA).root / key  # type: ignore[attr-defined]
    path.parent.mkdir(parents=True)
    path.write_bytes(words)
    assert not list(survey.compare_place(place(Role.MEDIA)))
    hours_ago = (clock.now() - 2 * DAY).timestamp()
    os.utime(path, (hours_ago, hours_ago))
    (found,) = survey.compare_place(place(Role.MEDIA))
    assert (found.kind, healing.mend(found)) == ("extra", True)
    content = Content.objects.get()
    assert (content.state, content.released_at is not None) == ("not_scanned", True)
    assert not list(survey.compare_place(place(Role.MEDIA)))
    expunging.expunge_released(clock.now() + DAY)
    assert not path.exists()
    assert not Content.objects.exists()


def test_an_empty_site_is_zero() -> None:
    out = io.StringIO()
    call_command("storage_reconcile", "--json", stdout=out)
    assert json.loads(out.getvalue()) == dict.fromkeys(KINDS, 0) | {"lists": {kind: [] for kind in KINDS}}
