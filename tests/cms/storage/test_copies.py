import io
import json
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.documents import get_document_model

from cms.jobs.services import run_waiting
from cms.storage import services, stores
from cms.storage.folder import FolderStore
from cms.storage.models import StoredCopy
from cms.storage.ports import Stored, StoreUnavailable
from cms.storage.reconcile import reconcile
from cms.storage.services import copy_to_store, safe_name, sync

State = StoredCopy.State


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.FILE_STORE_DIR = tmp_path / "store"
    settings.S3_BUCKET = ""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "media"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return tmp_path


def upload(content=b"%PDF-1.4 one", name="agreement.pdf", title="Agreement"):
    return get_document_model().objects.create(title=title, file=ContentFile(content, name=name))


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_saved_document_is_copied_by_a_job_under_a_key_that_names_its_content(folders):
    document = upload()
    copy = StoredCopy.objects.get()
    assert copy.key == f"doc/{document.pk}/{copy.sha256}/agreement.pdf"
    assert copy.state == State.PENDING
    assert not (folders / "store").exists()
    run_waiting()
    copy.refresh_from_db()
    assert (copy.state, copy.attempts) == (State.DONE, 1)
    assert (folders / "store" / copy.key).read_bytes() == b"%PDF-1.4 one"


@pytest.mark.sqlite
@pytest.mark.django_db
def test_the_row_goes_with_the_document():
    with transaction.atomic():
        upload()
        transaction.set_rollback(True)
    assert not StoredCopy.objects.exists()
    assert run_waiting() == 0


@pytest.mark.django_db
def test_a_changed_file_is_a_new_key_and_a_changed_title_is_nothing(folders):
    document = upload()
    run_waiting()
    document.title = "Another title"
    document.save()
    assert StoredCopy.objects.count() == 1
    document.file = ContentFile(b"%PDF-1.4 two", name="agreement.pdf")
    document.save()
    run_waiting()
    contents = {(folders / "store" / copy.key).read_bytes() for copy in StoredCopy.objects.all()}
    assert contents == {b"%PDF-1.4 one", b"%PDF-1.4 two"}


@pytest.mark.django_db
def test_a_file_replaced_before_it_was_copied_is_recorded_as_gone():
    document = upload()
    default_storage.delete(document.file.name)
    run_waiting()
    assert StoredCopy.objects.get().state == State.GONE


@pytest.mark.django_db
def test_a_store_that_is_away_is_asked_again_by_the_sync(settings, folders):
    (folders / "store").write_text("not a folder")
    upload()
    run_waiting()
    copy = StoredCopy.objects.get()
    assert (copy.state, copy.attempts) == (State.PENDING, 1)
    assert copy.error
    (folders / "store").unlink()
    assert sync() == 1
    run_waiting()
    copy.refresh_from_db()
    assert (copy.state, copy.error) == (State.DONE, "")
    assert sync() == 0


class Forgetful(FolderStore):
    """Stores what it is given and loses the reply."""

    puts = 0

    def put(self, item, content, **rest):
        super().put(item, content, **rest)
        type(self).puts += 1
        raise StoreUnavailable("reply lost")


@pytest.mark.django_db
def test_a_lost_reply_means_unknown_and_the_file_is_not_sent_twice(monkeypatch, folders):
    store = Forgetful(folders / "store")
    monkeypatch.setattr(services, "get_store", lambda: store)
    upload()
    copy = StoredCopy.objects.get()
    with pytest.raises(StoreUnavailable):
        copy_to_store(copy.pk)
    assert copy_to_store(copy.pk)
    assert Forgetful.puts == 1
    assert StoredCopy.objects.get().state == State.DONE


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


def counted(capsys):
    with pytest.raises(SystemExit) as stopped:
        call_command("storage_reconcile", "--json")
    assert stopped.value.code == 2
    found = json.loads(capsys.readouterr().out)
    return {name: count for name, count in found.items() if name != "lists" and count}


@pytest.mark.django_db
def test_reconcile_is_zero_when_in_step_and_names_everything_that_is_not(capsys, folders):
    upload(b"one", "a.pdf"), upload(b"two", "b.pdf"), upload(b"three", "c.pdf")
    assert counted(capsys) == {"missing": 3}
    run_waiting()
    call_command("storage_reconcile", "--json")
    answer = json.loads(capsys.readouterr().out)
    names = ["missing", "extra", "changed", "unverified", "stale_uploads", "untagged"]
    assert [answer[name] for name in names] == [0] * 6
    one, two, three = (folders / "store" / copy.key for copy in StoredCopy.objects.order_by("pk"))
    one.unlink()
    two.write_bytes(b"TWO")  # same size, other bytes
    three.write_bytes(b"longer than it was")
    (folders / "store" / "doc" / "stranger").write_bytes(b"?")
    assert counted(capsys) == {"missing": 1, "changed": 2, "extra": 1}


@pytest.mark.django_db
def test_a_document_that_was_never_planned_counts_as_missing():
    document = upload()
    run_waiting()
    StoredCopy.objects.all().delete()
    report = reconcile()
    assert report.missing == [f"document {document.pk}: Agreement"]
    assert len(report.extra) == 1


def test_a_folder_never_leaves_its_root(tmp_path):
    store = FolderStore(tmp_path / "store")
    with pytest.raises(StoreUnavailable, match="outside"):
        store.put(Stored("../x", 1, ""), io.BytesIO(b"x"), upload_id="", keep_upload_id=print)


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.service("s3"))])
def store(request, tmp_path):
    """Each adapter, the second on a real server."""
    import os

    from cms.storage.s3 import S3Store

    if request.param == "folder":
        return FolderStore(tmp_path / "store")
    return S3Store(os.environ["TEST_S3_BUCKET"], os.environ["TEST_S3_ENDPOINT_URL"])


def stored(store, content, prefix):
    key = f"doc/{prefix}/{services.digest(io.BytesIO(content))[0]}/file.pdf"
    return Stored(key, len(content), services.digest(io.BytesIO(content))[0])


@pytest.mark.parametrize("size", [0, 11, (8 << 20) + 3, 20 << 20])
def test_every_store_keeps_its_promises(store, size):
    content = (b"0123456789" * (size // 10 + 1))[:size]
    prefix = uuid.uuid4().hex
    item = stored(store, content, prefix)
    assert store.well()
    assert store.head(item.key) is None
    ids = []
    for _ in range(2):  # two pushers, the same bytes
        store.put(item, io.BytesIO(content), upload_id="", keep_upload_id=ids.append)
    assert store.head(item.key) == item
    assert b"".join(store.read(item.key)) == content
    assert list(store.keys(f"doc/{prefix}/")) == [(item.key, size)]
    assert [upload for upload in store.uploads() if upload.key == item.key] == []


def test_a_store_that_does_not_answer_says_so(monkeypatch, tmp_path):
    from cms.storage.s3 import S3Store

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    nobody = S3Store("bucket", "http://127.0.0.1:9")
    with pytest.raises(StoreUnavailable):
        nobody.head("doc/1")
    assert not nobody.well()


def test_the_health_page_asks_the_store_at_most_every_15_seconds(monkeypatch, settings):
    asked = []
    monkeypatch.setattr(stores, "_last", {})
    monkeypatch.setattr(FolderStore, "well", lambda self: asked.append(1) or True)
    assert stores.store_is_well()
    assert stores.store_is_well()
    assert len(asked) == 1


@pytest.mark.django_db
def test_the_command_says_when_the_store_is_away(settings, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    settings.S3_BUCKET, settings.S3_ENDPOINT_URL = "bucket", "http://127.0.0.1:9"
    with pytest.raises(CommandError, match="does not answer"):
        call_command("storage_reconcile")
