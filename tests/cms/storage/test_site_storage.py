"""The site's files by name: the same bytes once, nothing lost by a replacement, and `open` is the gate."""

import errno
import io
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.db import transaction
from wagtail.documents import get_document_model

from cms.storage import adopting, tasks
from cms.storage.adopting import adopt_files, drop_originals
from cms.storage.contents import (
    content_of,
    copy_to_store,
    media_key,
    open_content,
    set_clean,
    set_refused,
    store_content,
)
from cms.storage.files import NotServed, digest
from cms.storage.models import Content, KeptName, SyncObject
from cms.storage.places import Role, place
from cms.storage.ports import Stored, StoreUnavailable

pytestmark = pytest.mark.django_db
State = Content.State


def pdf():
    return b"%PDF-1.4 " + os.urandom(24).hex().encode()


@pytest.mark.sqlite
def test_a_file_is_kept_once_by_what_it_holds(places):
    content = pdf()
    first = default_storage.save("documents/plan.pdf", ContentFile(content))
    second = default_storage.save("documents/plan.pdf", ContentFile(content))
    assert first == "documents/plan.pdf"
    assert second != first
    row = Content.objects.get()
    assert (row.size, row.kind, row.state) == (len(content), "pdf", State.NOT_SCANNED)
    kept = SyncObject.objects.get()
    assert kept.key == f"sha256/{row.sha256[:2]}/{row.sha256}"
    assert place(Role.MEDIA).holds(Stored(kept.key, row.size, row.sha256))
    for name in (first, second):
        with default_storage.open(name) as file:
            assert file.read() == content
        assert default_storage.size(name) == len(content)


def test_listing_times_and_folders_come_from_the_names():
    for name in ("held/b", "held/a", "held/deeper/c", "other"):
        default_storage.save(name, ContentFile(b"x" + name.encode()))
    assert default_storage.listdir("held") == (["deeper"], ["a", "b"])
    assert default_storage.get_modified_time("held/a") == KeptName.objects.get(name="held/a").at
    assert default_storage.exists("other")
    assert not default_storage.exists("held")


def test_what_is_deleted_or_replaced_keeps_its_bytes_for_a_period():
    content = pdf()
    one, two = (default_storage.save("documents/a.pdf", ContentFile(content)) for _ in range(2))
    default_storage.delete(one)
    assert Content.objects.get().released_at is None
    default_storage.delete(two)
    default_storage.delete(two)
    row = Content.objects.get()
    assert row.released_at is not None
    assert open_content(row).read() == content
    assert not default_storage.exists(two)
    with pytest.raises(FileNotFoundError):
        default_storage.open(two)
    default_storage.save("documents/again.pdf", ContentFile(content))
    assert Content.objects.get().released_at is None


def test_a_rollback_leaves_no_row_without_a_file():
    with transaction.atomic():
        default_storage.save("documents/a.pdf", ContentFile(pdf()))
        transaction.set_rollback(True)
    assert not KeptName.objects.exists()
    assert not SyncObject.objects.exists()


def test_a_store_that_is_away_keeps_nothing_and_says_so(folders):
    (folders / "store").write_text("not a folder")
    with pytest.raises(StoreUnavailable), transaction.atomic():
        get_document_model().objects.create(title="One", file=ContentFile(pdf(), name="one.pdf"))
    assert not get_document_model().objects.exists()
    assert not KeptName.objects.exists()


def waiting(content):
    sha256, size = digest(io.BytesIO(content))
    row = store_content(io.BytesIO(content), sha256=sha256, size=size, kind="pdf", state=State.WAITING)
    KeptName.objects.create(name="documents/w.pdf", content=row, at=row.first_at)
    return row


def test_what_waits_for_the_scanner_lies_in_quarantine_and_is_given_to_nobody(places):
    content = pdf()
    row = waiting(content)
    with pytest.raises(NotServed):
        default_storage.open("documents/w.pdf")
    assert default_storage.exists("documents/w.pdf")
    assert not list(place(Role.MEDIA).keys(f"sha256/{row.sha256[:2]}/{row.sha256}"))
    assert open_content(row).read() == content
    copy_to_store(row)
    assert set_clean(row, scanner="ClamAV 1.4")
    assert not set_clean(row, scanner="ClamAV 1.4")
    with default_storage.open("documents/w.pdf") as file:
        assert file.read() == content
    row.refresh_from_db()
    assert (row.state, row.scanner) == (State.CLEAN, "ClamAV 1.4")


def test_what_was_refused_stays_in_quarantine_and_the_same_bytes_are_not_let_in_again():
    content = pdf()
    row = waiting(content)
    assert set_refused(row, note="Eicar", scanner="ClamAV 1.4")
    again = default_storage.save("documents/again.pdf", ContentFile(content))
    for name in ("documents/w.pdf", again):
        with pytest.raises(NotServed):
            default_storage.open(name)
    assert not list(place(Role.MEDIA).keys("sha256/"))


def test_files_from_before_are_read_where_they_lie_and_taken_over(settings):
    content = pdf()
    FileSystemStorage(location=settings.MEDIA_ROOT).save("documents/old.pdf", ContentFile(content))
    document = get_document_model().objects.create(title="Old", file="documents/old.pdf")
    assert content_of("documents/old.pdf") is None
    assert default_storage.exists("documents/old.pdf")
    with document.file.open() as file:
        assert file.read() == content
    assert adopt_files() == 1
    assert adopt_files() == 0
    assert content_of("documents/old.pdf").size == len(content)
    with default_storage.open("documents/old.pdf") as file:
        assert file.read() == content


def locked(path):
    raise PermissionError(errno.EROFS, str(path))


def test_one_bad_file_from_before_keeps_no_other_from_being_taken_over_and_originals_go(
    settings, monkeypatch, django_capture_on_commit_callbacks
):
    before = FileSystemStorage(location=settings.MEDIA_ROOT)
    texts = {f"documents/{name}.pdf": pdf() for name in ("good", "changed", "never", "gone")}
    for name, text in texts.items():
        before.save(name, ContentFile(text))
    (Path(settings.MEDIA_ROOT) / "documents/folder.pdf").mkdir()
    rows = {
        name: get_document_model().objects.create(title="Old", file=name)
        for name in ("../outside.pdf", "documents/folder.pdf", "documents/good.pdf", "documents/changed.pdf")
    }
    assert adopt_files() == 2
    (Path(settings.MEDIA_ROOT) / "documents/changed.pdf").write_bytes(b"%PDF-1.4 another")
    media = place(Role.MEDIA)
    good = media_key(content_of("documents/good.pdf").sha256)
    with monkeypatch.context() as patch:  # the store has lost it, and says so, or not
        patch.setattr(type(media), "open", lambda *_: io.BytesIO(b"other bytes"))
        assert drop_originals() == 0
    read = []
    with monkeypatch.context() as patch:
        patch.setattr(adopting, "digest", lambda file: read.append(file.name) or digest(file))
        patch.setattr(os, "access", lambda path, mode: False)
        assert (drop_originals(), read) == (0, [])  # it would be proved safe each time, and stay
        patch.setattr(os, "access", lambda path, mode: True)
        patch.setattr(Path, "unlink", locked)
        assert (drop_originals(), len(read)) == (0, 2)  # the original and the store's: no other is tried
    assert drop_originals() == 1
    assert not before.exists("documents/good.pdf")
    assert before.exists("documents/changed.pdf")
    assert before.exists("documents/never.pdf")  # nobody took it over
    assert b"".join(media.read(good)) == texts["documents/good.pdf"]
    deleted = get_document_model().objects.create(title="Old", file="documents/gone.pdf")  # before it was taken over
    for row in (deleted, rows["documents/changed.pdf"]):
        with django_capture_on_commit_callbacks(execute=True):
            row.file.delete(save=False)
    assert not before.exists("documents/gone.pdf")
    assert not before.exists("documents/changed.pdf")
    assert Content.objects.filter(names=None, released_at__isnull=False).count() == 2


def test_a_step_of_the_job_that_fails_does_not_stop_the_others(monkeypatch):
    done = []

    def fail():
        raise StoreUnavailable("no answer")

    monkeypatch.setattr(tasks, "STEPS", (fail, lambda: done.append("covers"), lambda: done.append("leftovers")))
    with pytest.raises(StoreUnavailable):
        tasks.sync()
    assert done == ["covers", "leftovers"]


def test_what_the_site_makes_itself_is_not_asked_of_the_scanner():
    name = storages["made_here"].save("images/x.png", ContentFile(b"\x89PNG\r\n\x1a\n" + os.urandom(9)))
    assert content_of(name).state == State.MADE_HERE


def test_who_sent_a_file_stands_beside_its_name(django_user_model):
    somebody = django_user_model.objects.create(email="somebody@body.example")
    get_document_model().objects.create(title="One", file=ContentFile(pdf(), name="one.pdf"), uploaded_by_user=somebody)
    assert KeptName.objects.get().by == somebody
