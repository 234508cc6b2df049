"""One partner's file, however it is made, keeps no other's waiting."""

import io
import os
import uuid
import zipfile
from collections import Counter

import openpyxl
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from cms.core import clock
from cms.core.errors import BadInput
from cms.core.tabular import read_table
from cms.notifications.models import Notification
from cms.storage.inbound import folder, kinds, receiving, services, tasks, telling, turns
from cms.storage.inbound.exchanges import exchange
from cms.storage.inbound.folder import FolderExchange
from cms.storage.inbound.ports import INBOX, TAG, Dropped, Unreadable, Withheld
from cms.storage.inbound.selectors import stuck
from cms.storage.inbound.survey import untagged
from cms.storage.models import InboundReceipt
from cms.storage.ports import NotThere, StoreUnavailable
from cms.storage.s3_exchange import S3Exchange
from tests.cms.storage.conftest import go_to_s3
from tests.cms.storage.test_inbound import EDITOR, REGISTER, Partner, fetch, open_box
from tests.factories.registers import make_user

pytestmark = pytest.mark.django_db
State = InboundReceipt.State


@pytest.fixture
def partner(folders, settings):
    settings.CLAMD_ADDRESS = ""
    return Partner("folder", settings)


@pytest.fixture
def box(partner):
    return open_box()


def table():
    """A file that no other test has, and that is quickly looked at."""
    return f"Name,Area\n{uuid.uuid4().hex},North\n".encode()


def workbook(part, old, new):
    """A workbook of one sheet, in whose part these bytes are others."""
    book, made, changed = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["Name", "Area"])
    book.active.append(["One", "North"])
    book.save(made)
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(changed, "w") as after:
        for info in before.infolist():
            data = before.read(info)
            if info.filename == part:
                assert old in data
                data = data.replace(old, new)
            after.writestr(info.filename, data)
    return changed.getvalue()


@pytest.mark.parametrize(
    "damage",
    [
        ("xl/workbook.xml", b'sheetId="1"', b""),
        ("xl/styles.xml", b'numFmtId="0"', b'numFmtId="x"'),
        ("xl/workbook.xml", b"<sheets>", b"<sheetz>"),
    ],
)
def test_a_workbook_that_openpyxl_stumbles_over_is_refused_with_words(damage):
    with pytest.raises(BadInput, match="not an Excel workbook that can be read"):
        read_table(workbook(*damage), name="list.xlsx")


def test_a_file_that_nobody_foresaw_keeps_none_waiting(partner, box, monkeypatch):
    def stumble(**given):
        raise TypeError("sheetId")

    broken = kinds.Kind("register", "Register", stumble, frozenset({"csv"}), lambda targets: {})
    monkeypatch.setitem(kinds._kinds, "register", broken)
    partner.drop(f"{INBOX}{box.folder}/register/list.csv", REGISTER)
    partner.drop(f"{INBOX}{box.folder}/second.csv", table())
    make_user("editor@example.org", site_role="core_editor")
    for _ in range(6):
        tasks.fetch()
    rows = {row.name: row for row in InboundReceipt.objects.all()}
    assert (rows["register/list.csv"].state, rows["second.csv"].state) == (State.SEEN, State.DRAFTED)
    assert rows["register/list.csv"].attempts == turns.OFTEN  # the sixth time comes in an hour
    assert Notification.objects.exists()
    services.look_again(by=EDITOR, receipt_id=rows["register/list.csv"].pk)
    monkeypatch.undo()
    tasks.fetch()
    assert InboundReceipt.objects.get(name="register/list.csv").state == State.DRAFTED


def test_the_core_team_is_told_also_when_the_look_itself_fails(partner, box, monkeypatch):
    make_user("editor@example.org", site_role="core_editor")
    seen = clock.now() - 2 * turns.PAUSE
    InboundReceipt.objects.create(bucket="disk:exchange", key="inbox/a/b", version="1", etag="1", size=1, seen_at=seen)
    monkeypatch.setattr(services, "list_new", lambda exchange: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.fetch()
    assert Notification.objects.exists()


def test_no_folder_is_too_deep_and_no_name_too_long_for_the_others(partner, box, monkeypatch):
    inbox = partner.root / INBOX / box.folder
    partner.drop(f"{INBOX}{box.folder}/one.csv", table())
    monkeypatch.chdir(inbox)
    made = ["d"] * 1100 + ["e" * 200] * 12  # the last ones no call reaches by their whole path
    for name in made:
        os.mkdir(name)
        os.chdir(name)
    try:
        for parts, name in ((12, "unreached.csv"), (1100, "deep.csv")):
            with open(name, "wb") as file:
                file.write(table())
            for _ in range(parts):
                os.chdir("..")
        keys = [dropped.key for dropped in exchange().versions(INBOX)]
        rows = fetch(box)
        again = services.fetch_new()
    finally:
        os.chdir(inbox)
        for name in made:
            os.chdir(name)
        for name in reversed(made):
            for left in os.listdir():
                if left.endswith(".csv"):
                    os.remove(left)
            os.chdir("..")
            os.rmdir(name)
    assert len(keys) == 2
    assert max(len(key.encode()) for key in keys) <= folder.LONGEST_KEY
    assert {row.name[:10]: row.state for row in rows} == {"one.csv": State.DRAFTED, "d/d/d/d/d/": State.REFUSED}
    assert (again.new, again.left) == (0, 0)


def test_what_was_written_to_just_now_is_not_listed_yet(partner, box, monkeypatch):
    monkeypatch.setattr(folder, "QUIET_S", 60)
    partner.drop(f"{INBOX}{box.folder}/one.csv", table())
    assert fetch(box) == []
    file = partner.root / INBOX / box.folder / "one.csv"
    before = file.stat().st_mtime - 61
    os.utime(file, (before, before))
    assert [row.state for row in fetch(box)] == [State.DRAFTED]


class Without:
    """The real exchange, which does not give some files."""

    def __init__(self, real, errors):
        self.real, self.errors, self.name = real, errors, real.name

    def __getattr__(self, name):
        return getattr(self.real, name)

    def fetch(self, dropped, into, *, limit):
        if error := self.errors.get(dropped.key.rpartition("/")[2]):
            raise error("not this one")
        return self.real.fetch(dropped, into, limit=limit)


def test_files_that_cannot_be_had_are_no_silence_of_the_store(partner, box):
    errors = {"a.csv": Unreadable, "b.csv": Unreadable, "c.csv": Unreadable, "d.csv": Withheld}
    for name in (*errors, "e.csv"):
        partner.drop(f"{INBOX}{box.folder}/{name}", table())
    found = [services.fetch_new(exchange=Without(exchange(), errors)) for _ in range(3)]
    assert [(one.decided, one.away) for one in found] == [(1, 0), (0, 0), (3, 0)]
    states = {row.name: row.state for row in InboundReceipt.objects.all()}
    assert states == dict.fromkeys(("a.csv", "b.csv", "c.csv"), State.REFUSED) | {
        "d.csv": State.SEEN,  # it may be our own right that is missing: nothing is decided
        "e.csv": State.DRAFTED,
    }
    assert "cannot be read" in partner.answer(InboundReceipt.objects.get(name="a.csv"))["words"]


def test_a_link_in_the_place_of_a_file_is_that_files_fault(partner, box):
    partner.drop(f"{INBOX}{box.folder}/one.csv", table())
    (listed,) = exchange().versions(INBOX)
    file = partner.root / listed.key
    file.rename(file.with_name("two.csv"))
    file.symlink_to("two.csv")
    with pytest.raises(Unreadable):
        exchange().fetch(listed, io.BytesIO(), limit=100)
    loop = file.parent / "loop"
    loop.symlink_to("loop")
    with pytest.raises((Unreadable, NotThere)):
        exchange().fetch(Dropped(f"{INBOX}{box.folder}/loop/x.csv", "1", "1", 1), io.BytesIO(), limit=100)


@pytest.mark.parametrize(
    ("status", "code", "raised"),
    [
        (400, "InvalidRequest", Unreadable),  # encrypted with a key of the sender's
        (403, "InvalidObjectState", Unreadable),  # in an archive
        (403, "AccessDenied", Withheld),
        (400, "KMS.DisabledException", Withheld),
        (404, "NoSuchVersion", NotThere),
        (403, "InvalidAccessKeyId", StoreUnavailable),
        (404, "NoSuchBucket", StoreUnavailable),
        (503, "SlowDown", StoreUnavailable),
    ],
)
def test_what_the_server_says_of_one_file_and_of_all(monkeypatch, status, code, raised):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "none")
    server = S3Exchange("exchange", "http://127.0.0.1:1")
    with Stubber(server.s3) as stub:
        stub.add_client_error("get_object", service_error_code=code, http_status_code=status)
        with pytest.raises(StoreUnavailable) as found:
            server.fetch(Dropped("inbox/a/b.csv", "1", "1", 1), io.BytesIO(), limit=100)
    assert type(found.value) is raised
    assert isinstance(found.value.__cause__, ClientError)


def listed_of(box, number):
    given = {"bucket": "disk:exchange", "exchange": box, "etag": "1", "size": 1, "seen_at": clock.now()}
    keys = [f"{INBOX}{box.folder}/{at}.csv" for at in range(number)]
    return InboundReceipt.objects.bulk_create(InboundReceipt(key=key, version="1", **given) for key in keys)


def test_each_body_has_its_turn(box, monkeypatch):
    monkeypatch.setattr(turns, "SLICE", 4)
    listed_of(box, 6)
    other = open_box()
    listed_of(other, 2)
    order = [row.exchange for row in turns.in_turn(())]
    assert order == [box, other, box, other, box, box, box, box]
    assert set(InboundReceipt.objects.values_list("attempts", flat=True)) == {1}
    assert [row.bucket for row in turns.in_turn({"disk:exchange"})] == []


def test_a_bodys_day_is_limited_and_the_core_team_told_once(partner, box, settings):
    settings.EXCHANGE_FILES_A_DAY = 2
    make_user("editor@example.org", site_role="core_editor")
    other = open_box()
    for name in ("a", "b", "c", "d"):
        partner.drop(f"{INBOX}{box.folder}/{name}.csv", table())
    partner.drop(f"{INBOX}{other.folder}/a.csv", table())
    assert Counter(row.state for row in fetch(box)) == {State.DRAFTED: 2, State.SEEN: 2}
    assert Counter(row.state for row in fetch(other)) == {State.DRAFTED: 1}
    InboundReceipt.objects.filter(state=State.SEEN).update(seen_at=F("seen_at") - 2 * turns.PAUSE)
    assert not stuck().exists()  # nothing is wrong with them
    assert not list(untagged())
    assert [telling.tell_the_team(), telling.tell_the_team()] == [1, 0]
    assert f"{box.partner.name}: 2" in Notification.objects.get().body
    InboundReceipt.objects.exclude(begun_at=None).update(begun_at=F("begun_at") - 24 * turns.PAUSE)
    assert {row.state for row in fetch(box)} == {State.DRAFTED}


@pytest.mark.service("s3")
def test_after_a_move_receipts_are_finished_where_their_files_lie_and_answered_where_it_is_read(
    partner, box, settings, bucket_names
):
    partner.drop(f"{INBOX}{box.folder}/one.csv", table())
    before = exchange()
    receiving.list_new(before)
    go_to_s3(settings, bucket_names)
    partner.kind = "s3"
    (row,) = fetch(box)
    assert (row.state, row.bucket) == (State.DRAFTED, "disk:exchange")
    assert before.tags(receiving.dropped_of(row)) == {TAG: "received"}
    services.decline_delivery(by=EDITOR, receipt_id=row.pk, words="It is of last year.")
    fetch(box)
    assert partner.answer(row)["words"] == "It is of last year."


def test_the_nightly_survey_asks_little_changes_nothing_and_mends_once(partner, box, monkeypatch):
    asked, looks = [], []
    real = FolderExchange.tags
    monkeypatch.setattr(FolderExchange, "tags", lambda self, dropped: asked.append(dropped) or real(self, dropped))
    monkeypatch.setattr("cms.storage.inbound.survey.SAMPLE", 10_000_000)  # none of these tonight
    counts = []
    for number in (1, 6):
        for at in range(number):
            partner.drop(f"{INBOX}{box.folder}/{number}-{at}.csv", table())
        fetch(box)
        with CaptureQueriesContext(connection) as queries:
            assert list(untagged()) == []
        counts.append(len(queries))
    assert (counts[0] == counts[1], asked) == (True, [])
    monkeypatch.setattr("cms.storage.inbound.survey.SAMPLE", 1)
    rows = list(InboundReceipt.objects.order_by("pk"))
    for file in (partner.root / folder.TAGS).iterdir():
        file.unlink()
    partner.drop(f"{INBOX}{box.folder}/new.csv", table())
    partner.drop(f"{INBOX}{box.folder}/newer.csv", table())
    found = list(untagged())
    assert list(InboundReceipt.objects.order_by("pk")) == rows
    assert len(found) == len(rows) + 2
    assert not InboundReceipt.objects.filter(tagged_at=None).exists()
    monkeypatch.setattr(
        "cms.storage.inbound.survey.fetch_new", lambda **given: looks.append(1) or services.fetch_new(**given)
    )
    assert all(finding.mend() for finding in found)
    assert (len(looks), list(untagged())) == (1, [])
    assert set(InboundReceipt.objects.values_list("attempts", flat=True)) == {1}
