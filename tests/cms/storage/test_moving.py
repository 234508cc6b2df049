"""A site goes to S3, to another bucket and back: nothing is lost, nothing is away meanwhile."""

import datetime
import io
import json
import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.documents import get_document_model

from cms.core import clock
from cms.pages.models import GuidancePage
from cms.storage import adopting, files, moving
from cms.storage.contents import MOVED, content_of
from cms.storage.expunging import expunge_released
from cms.storage.mirror import plan_mirror
from cms.storage.models import KeptName, SyncObject
from cms.storage.places import Role, place
from cms.storage.pushing import plan, push_waiting, waiting_rows
from cms.storage.s3_buckets import buckets
from tests.cms.storage.conftest import go_to_s3, point_to_s3
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


def saved(count):
    return {default_storage.save(f"documents/{n}.pdf", ContentFile(os.urandom(40))): n for n in range(count)}


def read_all(names):
    found = {}
    for name in names:
        with default_storage.open(name) as file:
            found[name] = file.read()
    return found


def run(*arguments):
    out, code = io.StringIO(), 0
    try:
        call_command("storage_move", *arguments, stdout=out)
    except SystemExit as stopped:
        code = stopped.code
    return code, out.getvalue()


@pytest.mark.service("s3")
def test_a_site_goes_to_s3_stays_readable_and_comes_back(settings, bucket_names, folders):
    names = saved(12)
    FileSystemStorage(location=settings.MEDIA_ROOT).save("documents/old.pdf", ContentFile(b"%PDF-1.4 old"))
    get_document_model().objects.create(title="Old", file="documents/old.pdf")
    before = read_all(names)
    published = plan(role=Role.MIRROR, key="doc/1/a.pdf", content=content_of(next(iter(names))))
    push_waiting(seconds=5)
    go_to_s3(settings, bucket_names + "-a")
    assert read_all(names) == before  # not moved yet, and nothing is away
    during = default_storage.save("documents/new.pdf", ContentFile(b"%PDF-1.4 meanwhile"))
    code, words = run()
    assert code == 0, words
    assert "14 files" in words
    assert "0 (0.0 MB) are still to be moved" in words
    published.refresh_from_db()
    assert published.end_reason == MOVED
    told = json.loads((folders / "store" / "mirror" / "manifest.json").read_text())
    assert (told["objects"], told["moved_to"]) == ([], place(Role.MIRROR).name)
    for path in (folders / "store" / "media").rglob("*"):
        if path.is_file():
            path.unlink()  # the old disk goes
    assert read_all(names) == before
    assert read_all([during, "documents/old.pdf"])["documents/old.pdf"] == b"%PDF-1.4 old"

    go_to_s3(settings, bucket_names + "-b")  # another bucket: 12 on the old disk and 14 in the first no longer count
    assert json.loads(run("--json", "--forget-old")[1])["forgotten"] == 12 + 14
    assert read_all(names) == before

    settings.S3_BUCKET = ""  # back to the disk; the server can still be reached
    assert read_all(names) == before
    assert run()[0] == 0
    settings.S3_ENDPOINT_URL = ""
    assert read_all(names) == before


@pytest.mark.service("s3")
def test_a_move_that_is_stopped_goes_on_where_it_was(settings, bucket_names, monkeypatch):
    names = saved(6)
    go_to_s3(settings, bucket_names + "-c")
    moving.plan_move()
    assert moving.plan_move() == 6  # planned once: the same rows
    assert SyncObject.objects.filter(place=place(Role.MEDIA).name).count() == 6
    code, words = run("--seconds", "0")
    assert (code, "6 (0.0 MB) are still to be moved" in words) == (2, True)
    assert run()[0] == 0
    assert len(read_all(names)) == 6


@pytest.mark.service("s3")
def test_buckets_are_made_once_keep_versions_and_are_open_to_nobody(settings, s3, capsys):
    call_command("storage_buckets")
    words = capsys.readouterr().out
    assert [line.partition(":")[0] for line in words.splitlines()] == ["media", "mirror", "quarantine", "exchange"]
    assert "was there" in words
    client = place(Role.MEDIA).s3
    assert {client.get_bucket_versioning(Bucket=name)["Status"] for name in buckets().values()} == {"Enabled"}
    client.put_bucket_acl(Bucket=s3, ACL="public-read")
    try:
        for command in ("storage_buckets", "storage_move"):
            with pytest.raises(CommandError, match=f"Anybody can read what is in {s3}"):
                call_command(command)
    finally:
        client.put_bucket_acl(Bucket=s3, ACL="private")


@pytest.mark.service("s3")
def test_a_bucket_that_lists_nothing_to_strangers_and_gives_them_its_files_is_found(s3):
    client = place(Role.MEDIA).s3
    rule = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{s3}/*"}
    client.put_bucket_policy(Bucket=s3, Policy=json.dumps({"Version": "2012-10-17", "Statement": [rule]}))
    try:
        saved(1)
        for command in ("storage_buckets", "storage_move"):
            with pytest.raises(CommandError, match=f"Anybody can read what is in {s3}"):
                call_command(command, stdout=io.StringIO())
    finally:
        client.delete_bucket_policy(Bucket=s3)
    call_command("storage_buckets", stdout=io.StringIO())


def test_the_commands_say_what_is_wrong(settings, monkeypatch):
    with pytest.raises(CommandError, match="S3_BUCKET is not set"):
        call_command("storage_buckets")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    settings.S3_BUCKET, settings.S3_ENDPOINT_URL = "bucket", "http://127.0.0.1:9"
    with pytest.raises(CommandError, match="did not do it"):
        call_command("storage_move")
    with pytest.raises(CommandError, match="did not do it"):
        call_command("storage_buckets")


def moved_away():
    """Bytes of which the ledger says that they are in a bucket of before, which nothing reaches now."""
    (name,) = saved(1)
    row = SyncObject.objects.get(content=content_of(name))
    place(Role.MEDIA).delete(row.key)
    SyncObject.objects.filter(pk=row.pk).update(place="s3://before@s3.example.org")
    return name, row


def test_what_fails_is_said_with_its_reason_and_waited_for(monkeypatch):
    _, row = moved_away()
    slept = []

    def sleep(seconds):
        slept.append(round(seconds, -1))
        SyncObject.objects.update(leased_until=None)

    monkeypatch.setattr(time, "sleep", sleep)
    code, words = run("--seconds", "100")
    assert (code, slept) == (2, [60])  # the next wait would be longer than the time that is left
    assert f"{row.key}: no place has its bytes any more, again at " in words
    SyncObject.objects.update(attempts=moving.TRIES, leased_until=None)
    slept.clear()
    answer = json.loads(run("--json")[1])
    assert (answer["failed"][0]["key"], answer["elsewhere"], slept) == (row.key, 1, [])


@pytest.mark.service("s3")
def test_a_site_that_was_restarted_before_its_buckets_were_made_is_moved_whole(settings, bucket_names):
    (name,) = saved(1)
    published = plan(role=Role.MIRROR, key="doc/1/a.pdf", content=content_of(name))
    push_waiting(seconds=5)
    document = get_document_model().objects.create(title="Shown", file=name, file_hash="")
    page = [{"type": "document", "value": {"document": document.pk, "note": ""}}]
    make_page(GuidancePage, "Files", audience="public", body=json.dumps(page))
    point_to_s3(settings, bucket_names + "-d")
    moving.plan_move()
    plan_mirror()
    failed = push_waiting(seconds=5)  # what the site's own worker tries meanwhile
    assert (failed.done, failed.failed >= 2) == (0, True)
    assert moving.failed().filter(role=Role.MIRROR, leased_until__gt=clock.now()).exists()
    code, words = run("--seconds", "5")
    assert (code, waiting_rows().count()) == (0, 0), words
    published.refresh_from_db()
    assert published.end_reason == MOVED


def test_a_move_is_not_at_its_end_before_the_mirror_is(monkeypatch):
    (name,) = saved(1)
    plan(role=Role.MIRROR, key="doc/1/a.pdf", content=content_of(name))
    monkeypatch.setattr(moving.mirror, "plan_mirror", lambda: None)
    monkeypatch.setattr(moving, "push_waiting", lambda **_: None)
    code, words = run("--seconds", "0")
    assert (code, "1 copies for the mirror are still to be made" in words) == (2, True)
    assert json.loads(run("--json", "--seconds", "0")[1])["mirror_waits"] == 1


def test_what_another_worker_brings_to_its_end_meanwhile_is_waited_for_no_more(monkeypatch):
    saved(1)
    row = SyncObject.objects.get()
    SyncObject.objects.filter(pk=row.pk).update(done_at=None, leased_until=clock.now() + datetime.timedelta(minutes=1))
    assert moving.pause() > 1

    def finish(execute, *given):
        found = execute(*given)
        with connection.cursor() as cursor:
            cursor.cursor.execute("UPDATE storage_syncobject SET done_at = created_at")
        return found

    with connection.execute_wrapper(finish):
        moving.pause()
    assert moving.pause() is None
    monkeypatch.delattr(moving, "pause")
    assert run()[0] == 0  # nobody asks, at the end of a move


def test_the_mirror_of_before_holds_nothing_back_and_gets_nothing_more():
    (name,) = saved(1)
    row = SyncObject.objects.get()
    old = {
        "role": Role.MIRROR,
        "place": "s3://before@s3.example.org",
        "content": row.content,
        "created_at": clock.now(),
    }
    SyncObject.objects.create(**old, key="doc/1/a.pdf", done_at=clock.now())
    SyncObject.objects.create(**old, key="doc/1/b.pdf")
    default_storage.delete(name)
    assert (push_waiting(seconds=5).failed, waiting_rows().count()) == (0, 0)
    assert expunge_released(clock.now() + datetime.timedelta(seconds=1)) == 1


def test_two_who_take_over_the_same_file_and_one_that_goes_meanwhile_are_no_fault(settings, monkeypatch):
    storage = FileSystemStorage(location=settings.MEDIA_ROOT)
    for name in ("documents/both.pdf", "documents/gone.pdf"):
        storage.save(name, ContentFile(b"%PDF-1.4 " + name.encode()))
        get_document_model().objects.create(title=name, file=name)
    digest = files.digest

    def meanwhile(file):
        found = digest(file)
        monkeypatch.setattr(files, "digest", digest)
        assert files.take_over("documents/both.pdf")  # the other job
        storage.delete("documents/gone.pdf")
        monkeypatch.setattr(FileSystemStorage, "exists", lambda self, name: True)
        return found

    monkeypatch.setattr(files, "digest", meanwhile)
    assert adopting.adopt_files() == 0
    assert not files.take_over("documents/gone.pdf")
    assert list(KeptName.objects.values_list("name", flat=True)) == ["documents/both.pdf"]
