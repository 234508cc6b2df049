"""What goes wrong outside: keys, clocks, addresses, bytes on their way, full disks, a database from yesterday."""

import datetime
import hashlib
import http.server
import io
import os
import resource
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from botocore.parsers import ResponseParserError
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model

from cms.core import clock
from cms.overview.demo.files import pdf
from cms.storage import scanning
from cms.storage.contents import put_confirmed
from cms.storage.inbound import exchanges, services
from cms.storage.models import Content, ExchangePartner, InboundReceipt, KeptName, SyncObject
from cms.storage.places import Role, place
from cms.storage.ports import Stored, StoreUnavailable
from cms.storage.reconcile import runs
from cms.storage.s3 import S3Store, answered
from cms.storage.s3_parts import PART
from tests.factories import admin as make
from tests.factories.registers import make_partner
from tests.plugins.faultproxy import FaultProxy

pytestmark = pytest.mark.django_db
ADDRESS_S = 60


def put(store: Any, content: bytes) -> Stored:
    sha256 = hashlib.sha256(content).hexdigest()
    item = Stored(f"faults/{uuid.uuid4().hex}/{sha256}", len(content), sha256)
    store.put(item, io.BytesIO(content))
    return item


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return int(error.code)


@pytest.mark.service("s3")
def test_an_address_lives_a_minute_and_means_one_file_as_a_download(s3: str) -> None:
    store = place(Role.MEDIA)
    item, other = put(store, b"one"), put(store, b"two")
    address = store.address(item.key, seconds=ADDRESS_S, file_name="plan.pdf")
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert answer.read() == b"one"
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Cache-Control"] == "private, no-store"
    wrong = {
        "another file": address.replace(item.key, other.key),
        "a longer life": address.replace(f"X-Amz-Expires={ADDRESS_S}", "X-Amz-Expires=600"),
        "to be shown": address.replace("application%2Foctet-stream", "text%2Fhtml"),
        "another signature": address[:-4] + ("0000" if not address.endswith("0000") else "1111"),
        "no signature": address.partition("?")[0],
    }
    assert all(changed != address for changed in wrong.values())
    assert {name: status(changed) for name, changed in wrong.items()} == dict.fromkeys(wrong, 403)
    ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=ADDRESS_S + 1)
    with time_machine.travel(ago, tick=False):
        expired = store.address(item.key, seconds=ADDRESS_S, file_name="plan.pdf")
    assert status(expired) == 403


@pytest.mark.service("s3")
def test_a_clock_that_is_wrong_keeps_nothing_and_says_so(s3: str) -> None:
    store = place(Role.MEDIA)
    with (
        time_machine.travel(datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=20), tick=False),
        pytest.raises(StoreUnavailable, match="RequestTimeTooSkewed"),
    ):
        put(store, b"late")
    with time_machine.travel(datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=5), tick=False):
        assert store.holds(put(store, b"a little late"))  # what servers allow


class Flipped(FaultProxy):
    """One bit of every large body changes on its way."""

    def _pass_on(self, client: Any, lines: list[str], body: bytearray, size: int, mode: str) -> None:
        if size > 1000:
            body[size // 2] ^= 1
        super()._pass_on(client, lines, body, size, mode)


@pytest.mark.service("s3")
@pytest.mark.parametrize("size", [100_000, PART + 100_000])
def test_bytes_that_change_on_their_way_are_refused_by_the_store(s3: str, size: int) -> None:
    direct = place(Role.MEDIA)
    content = os.urandom(1000) * (size // 1000)
    sha256 = hashlib.sha256(content).hexdigest()
    item = Stored(f"faults/{uuid.uuid4().hex}/{sha256}", len(content), sha256)
    refused = pytest.raises(StoreUnavailable, match="SHA256Mismatch|BadDigest")
    with Flipped(os.environ["TEST_S3_ENDPOINT_URL"]) as proxy, refused:
        S3Store(s3, proxy.url).put(item, io.BytesIO(content))
    assert not direct.holds(item)
    assert list(direct.keys(item.key)) == []


@pytest.mark.service("s3")
def test_with_a_wrong_secret_receipts_are_left_as_they_are(s3: str, monkeypatch: Any, settings: Any) -> None:
    settings.S3_EXCHANGE_BUCKET = f"{s3}-exchange"
    box = f"box-{uuid.uuid4().hex[:8]}"
    partner = make_partner(box)
    ExchangePartner.objects.create(partner=partner, folder=box, opened_at=clock.now())
    exchange: Any = exchanges.exchange()
    exchange.s3.put_object(Bucket=exchange.bucket, Key=f"inbox/{box}/a.pdf", Body=pdf(["Words " + box]))
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    exchanges.bucket_exchange.cache_clear()
    wrong = services.fetch_new(seconds=5)
    assert (wrong.away, InboundReceipt.objects.count()) == (1, 0)
    monkeypatch.undo()
    exchanges.bucket_exchange.cache_clear()
    services.fetch_new(seconds=20)
    row = InboundReceipt.objects.get(exchange__folder=box)
    assert (row.state, row.attempts) == (InboundReceipt.State.DRAFTED, 1)


class Page(http.server.BaseHTTPRequestHandler):
    """What a proxy answers to everything, in front of a store that it does not reach."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b"<html><body>Sorry</body></html>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_PUT = do_GET

    def do_HEAD(self) -> None:
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


def test_a_page_of_a_proxy_is_no_answer_of_the_store(monkeypatch: Any) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            store = S3Store("bucket", f"http://127.0.0.1:{server.server_port}")
            with pytest.raises(StoreUnavailable):
                list(store.keys(""))  # not: nothing is there any more
            for size in (100, PART + 1):
                with pytest.raises(StoreUnavailable):
                    put_here(store, size)
        finally:
            server.shutdown()
    with pytest.raises(StoreUnavailable, match="page"), answered():
        raise ResponseParserError("a page")


def put_here(store: S3Store, size: int) -> None:
    content = os.urandom(size)
    item = Stored("a", size, hashlib.sha256(content).hexdigest())
    put_confirmed(store, item, io.BytesIO(content))


@pytest.mark.parametrize(
    ("address", "wrong"),
    [("", 0), ("https://s3.example.org", 0), ("s3.example.org", 1), ("s3.example.org:9000", 1), ("ftp://s3", 1)],
)
def test_an_address_of_the_server_that_is_none_is_found_by_the_check(settings: Any, address: str, wrong: int) -> None:
    settings.S3_ENDPOINT_URL = address
    assert [found.id for found in run_checks() if found.id == "storage.E001"] == ["storage.E001"] * wrong


@contextmanager
def full_disk(free: int = 50_000) -> Iterator[None]:
    """No file may grow past so many bytes: what a write to a full disk meets."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def nothing_is_kept(folder: Any) -> bool:
    files = [path for path in (folder / "store").rglob("*") if path.is_file()]
    return not (files or Content.objects.exists() or KeptName.objects.exists() or SyncObject.objects.exists())


@pytest.mark.service("postgres")  # a database in a file would meet the full disk as well
def test_a_full_disk_is_a_clean_error_and_leaves_nothing(folders: Any, settings: Any) -> None:
    settings.CLAMD_ADDRESS = ""
    content = pdf(["Words"]) + b"%" + b" " * 200_000
    with full_disk(), pytest.raises(StoreUnavailable):
        default_storage.save("documents/plan.pdf", ContentFile(content))
    assert nothing_is_kept(folders)
    editor = make.signed_in(make.staff(superuser=False))
    editor.raise_request_exception = False
    given = {"title": "Plan", "collection": 1, "file": SimpleUploadedFile("plan.pdf", content)}
    with full_disk():
        answer = editor.post(reverse("wagtaildocs:add"), given)
    assert answer.status_code >= 500
    assert b"Traceback" not in answer.content
    assert nothing_is_kept(folders)
    assert not get_document_model().objects.exists()
    given["file"] = SimpleUploadedFile("plan.pdf", content)
    assert editor.post(reverse("wagtaildocs:add"), given).status_code == 302
    assert get_document_model().objects.count() == Content.objects.count() == 1


@pytest.mark.service("s3")
@pytest.mark.parametrize("mode", ["503", "refuse", "cut"])
def test_a_bucket_that_takes_nothing_leaves_no_row(s3: str, settings: Any, mode: str) -> None:
    content = ContentFile(b"a,b\n" + uuid.uuid4().hex.encode() + b",1\n")
    with FaultProxy(os.environ["TEST_S3_ENDPOINT_URL"]) as proxy:
        settings.S3_ENDPOINT_URL, proxy.mode = proxy.url, mode
        with pytest.raises(StoreUnavailable):
            default_storage.save("documents/list.csv", content)
        assert not Content.objects.exists()
        assert not KeptName.objects.exists()
        proxy.mode = "ok"
        assert default_storage.save("documents/list.csv", content) == "documents/list.csv"


def test_after_a_restore_of_yesterday_what_came_since_comes_again_once(folders: Any, settings: Any) -> None:
    settings.CLAMD_ADDRESS = ""
    scanning.forget()
    partner = make_partner("sender")
    ExchangePartner.objects.create(partner=partner, folder="sender", opened_at=clock.now())
    inbox = folders / "store" / "exchange" / "inbox" / "sender"
    inbox.mkdir(parents=True)
    (inbox / "yesterday.pdf").write_bytes(pdf(["Sent yesterday"]))
    services.fetch_new(seconds=20)
    before = {model: set(model.objects.values_list("pk", flat=True)) for model in TABLES}
    (inbox / "today.pdf").write_bytes(pdf(["Sent today"]))
    services.fetch_new(seconds=20)
    assert get_document_model().objects.count() == 2
    for model in TABLES:  # the rows of today are not in the copy of yesterday; the files of today are there
        model.objects.exclude(pk__in=before[model]).delete()
    assert get_document_model().objects.count() == 1
    services.fetch_new(seconds=20)
    states = list(InboundReceipt.objects.values_list("state", flat=True))
    assert states == [InboundReceipt.State.DRAFTED] * 2
    assert get_document_model().objects.count() == Content.objects.count() == 2
    run = runs.begin(mode=runs.Mode.ALL, heals=True, leased=True)
    while not runs.work(run, seconds=20.0):
        runs.keep(run)
    assert runs.is_zero(run)


TABLES = (InboundReceipt, get_document_model(), KeptName, SyncObject, Content)
