"""What only a real server can show: a large upload that was cut off goes on, and one that nobody owns is stopped."""

import datetime
import hashlib
import io
import os
import uuid

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from cms.jobs.services import run_waiting
from cms.storage import services
from cms.storage.models import StoredCopy
from cms.storage.ports import Stored, StoreUnavailable
from cms.storage.reconcile import reconcile
from cms.storage.s3 import PART, S3Store
from cms.storage.services import copy_to_store, sync

pytestmark = pytest.mark.service("s3")


class Cut(io.BytesIO):
    """A file whose reading fails after one part, as a killed worker would leave it."""

    def read(self, size=-1):
        if self.tell() >= PART:
            raise ConnectionError("cut off")
        return super().read(size)


@pytest.fixture
def store(settings, tmp_path):
    settings.S3_BUCKET, settings.S3_ENDPOINT_URL = os.environ["TEST_S3_BUCKET"], os.environ["TEST_S3_ENDPOINT_URL"]
    settings.MEDIA_ROOT = str(tmp_path)
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return S3Store(settings.S3_BUCKET, settings.S3_ENDPOINT_URL)


def large():
    content = os.urandom(1 << 20) * 17  # two whole parts and a third
    return content, Stored(f"doc/{uuid.uuid4().hex}/file.pdf", len(content), hashlib.sha256(content).hexdigest())


def test_a_cut_upload_goes_on_with_the_parts_that_arrived(store, monkeypatch):
    content, item = large()
    ids = []
    with pytest.raises(ConnectionError):
        store.put(item, Cut(content), upload_id="", keep_upload_id=ids.append)
    assert store.head(item.key) is None
    sent = []
    upload_part = store.s3.upload_part
    monkeypatch.setattr(store.s3, "upload_part", lambda **call: sent.append(call["PartNumber"]) or upload_part(**call))
    store.put(item, io.BytesIO(content), upload_id=ids[0], keep_upload_id=ids.append)
    assert sent == [2, 3]
    assert len(ids) == 1
    assert store.head(item.key) == item
    assert b"".join(store.read(item.key)) == content


def test_an_upload_that_the_server_forgot_begins_again(store):
    content, item = large()
    ids = []
    store.put(item, io.BytesIO(content), upload_id="2~forgotten", keep_upload_id=ids.append)
    assert len(ids) == 1
    assert store.head(item.key) == item


@pytest.mark.django_db
def test_an_upload_that_nobody_owns_is_stopped_after_a_day(store, monkeypatch):
    content, item = large()
    with pytest.raises(ConnectionError):
        store.put(item, Cut(content), upload_id="", keep_upload_id=lambda _: None)  # the reply was lost
    sync()
    assert item.key in [upload.key for upload in store.uploads()]  # it may be on its way
    # The server refuses requests from tomorrow, so the limit is moved, not the clock.
    monkeypatch.setattr(services, "STALE_UPLOAD", datetime.timedelta(0))
    assert item.key in reconcile().stale_uploads
    sync()
    assert item.key not in [upload.key for upload in store.uploads()]


@pytest.mark.django_db
def test_a_document_reaches_the_server_and_a_wrong_secret_does_not(store, monkeypatch):
    document = get_document_model().objects.create(title="One", file=ContentFile(b"%PDF-1.4 one", name="one.pdf"))
    copy = StoredCopy.objects.get()
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    wrong = S3Store(store.bucket, store.endpoint)
    with monkeypatch.context() as patch:
        patch.setattr(services, "get_store", lambda: wrong)
        with pytest.raises(StoreUnavailable, match="403|Forbidden"):
            copy_to_store(copy.pk)
    monkeypatch.undo()
    run_waiting()
    copy.refresh_from_db()
    assert copy.state == StoredCopy.State.DONE
    assert store.head(copy.key).sha256 == copy.sha256
    assert [key for key in reconcile().missing if key.startswith(f"doc/{document.pk}/")] == []
