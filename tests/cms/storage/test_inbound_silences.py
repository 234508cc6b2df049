"""What cannot be had, marked or answered now: what is final, what waits, whose silence it is, and who is told."""

import errno
import io
import os

import pytest
from botocore.stub import Stubber
from django.db.models import F

from cms.core import clock
from cms.notifications.models import Notification
from cms.storage import scanning
from cms.storage.inbound import receiving, services, tasks, telling, turns
from cms.storage.inbound.exchanges import bucket_exchange, exchange, exchange_named
from cms.storage.inbound.ports import INBOX, Dropped, Unreadable, Withheld
from cms.storage.inbound.selectors import LATE, stuck
from cms.storage.models import InboundReceipt
from cms.storage.places import EXCHANGE, bucket_of
from cms.storage.ports import NotThere, StoreUnavailable
from tests.cms.storage.test_inbound import Partner, open_box
from tests.cms.storage.test_inbound_turns import Without, table
from tests.factories.registers import make_user

pytestmark = pytest.mark.django_db
State = InboundReceipt.State
FILE = Dropped("inbox/a/b.csv", "1", "1", 1)


@pytest.fixture
def partner(folders, settings):
    settings.CLAMD_ADDRESS = ""
    scanning.forget()
    return Partner("folder", settings)


@pytest.fixture
def box(partner):
    return open_box()


def drop(partner, box, names):
    for name in names:
        partner.drop(f"{INBOX}{box.folder}/{name}.csv", table())


def states():
    return {row.name.removesuffix(".csv"): row.state for row in InboundReceipt.objects.all()}


class Refusing(Without):
    """The real exchange, of which some calls always fail."""

    def __init__(self, name="disk:exchange", **errors):
        super().__init__(exchange(), {})
        self.name, self.calls, self.asked = name, errors, 0

    def versions(self, prefix):
        return self.real.versions(prefix) if self.name == self.real.name else iter(())

    def _call(self, called, *given):
        self.asked += 1
        if error := self.calls.get(called):
            raise error("not now")
        getattr(self.real, called)(*given)

    def tag(self, dropped, value):
        self._call("tag", dropped, value)

    def answer(self, key, data):
        self._call("answer", key, data)


@pytest.mark.parametrize(
    ("number", "raised"),
    [
        (errno.EACCES, Withheld),  # a restore as root, an umask of the SFTP server: it may be mended here
        (errno.EPERM, Withheld),
        (errno.ELOOP, Unreadable),
        (errno.ENXIO, Unreadable),
        (errno.ENOENT, NotThere),
        (errno.EIO, StoreUnavailable),
    ],
)
def test_what_the_disk_says_of_one_file_and_of_all(partner, box, monkeypatch, number, raised):
    drop(partner, box, "a")
    (listed,) = exchange().versions(INBOX)

    def refused(*given):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refused)
        with pytest.raises(StoreUnavailable) as found:
            exchange().fetch(listed, io.BytesIO(), limit=100)
    assert type(found.value) is raised


def test_an_exchange_that_is_not_mounted_is_away_and_its_files_are_not_gone(partner, box):
    drop(partner, box, "ab")
    receiving.list_new(exchange())
    mounted = partner.root.with_name("mounted")
    partner.root.rename(mounted)
    partner.root.mkdir()
    assert [services.fetch_new().away for _ in range(4)] == [2] * 4
    assert (states(), list(partner.root.iterdir())) == ({"a": State.SEEN, "b": State.SEEN}, [])
    partner.root.rmdir()
    mounted.rename(partner.root)
    services.fetch_new()
    assert set(states().values()) == {State.DRAFTED}


@pytest.mark.parametrize("error", [NotThere, Unreadable])
def test_looks_with_the_scanner_or_the_store_away_are_no_looks_at_the_file(partner, box, error):
    drop(partner, box, "a")
    receiving.list_new(exchange())
    InboundReceipt.objects.update(attempts=receiving.GIVEN_UP_AFTER)
    found = []
    for _ in range(receiving.GIVEN_UP_AFTER):
        services.fetch_new(exchange=Without(exchange(), {"a.csv": error}))
        found.append(states()["a"])
        InboundReceipt.objects.update(tried_at=F("tried_at") - turns.PAUSE)
    assert found == [State.SEEN, State.SEEN, State.REFUSED]


@pytest.mark.parametrize("error", [Withheld, StoreUnavailable])
def test_what_cannot_be_marked_is_answered(partner, box, error):
    drop(partner, box, "a")
    services.fetch_new(exchange=Refusing(tag=error))
    row = InboundReceipt.objects.get()
    assert (row.tagged_at, row.answered_at is None) == (None, False)
    assert partner.answer(row)["outcome"] == "drafted"


@pytest.mark.parametrize("error", [Withheld, StoreUnavailable, NotThere])
def test_the_core_team_is_told_of_an_answer_that_cannot_be_written(partner, box, error):
    make_user("editor@example.org", site_role="core_editor")
    drop(partner, box, "a")
    services.fetch_new(exchange=Refusing(answer=error))
    assert (states(), stuck().count()) == ({"a": State.DRAFTED}, 0)
    InboundReceipt.objects.update(decided_at=F("decided_at") - 2 * LATE)
    assert stuck().count() == telling.tell_the_team() == 1
    assert "answer" in Notification.objects.get().body
    InboundReceipt.objects.update(settled_at=clock.now())  # the new answer has its own hour
    assert not stuck().exists()
    services.fetch_new()
    InboundReceipt.objects.update(settled_at=F("settled_at") - 2 * LATE)
    assert not stuck().exists()


def test_a_silence_is_that_of_the_place_that_was_asked(partner, box):
    drop(partner, box, "abcde")
    receiving.list_new(exchange())  # from before a move
    today = Refusing(name="today", answer=StoreUnavailable)
    found = services.fetch_new(exchange=today)
    assert (found.decided, found.away, today.asked) == (5, 3, 3)
    assert not InboundReceipt.objects.filter(tagged_at=None).exists()


def test_what_is_said_of_one_file_ends_a_row_of_silences(partner, box):
    drop(partner, box, "abcdefgh")
    silent = dict.fromkeys(("a.csv", "b.csv", "d.csv", "e.csv", "g.csv"), StoreUnavailable)
    found = services.fetch_new(exchange=Without(exchange(), silent | {"c.csv": NotThere, "f.csv": Withheld}))
    assert (found.decided, found.away, states()["h"]) == (1, 0, State.DRAFTED)


def test_where_our_own_store_is_silent_no_more_files_are_fetched(partner, box, monkeypatch):
    def away(*given, **named):
        raise StoreUnavailable("not now")

    drop(partner, box, "abcde")
    monkeypatch.setattr(receiving, "store_content", away)
    found = services.fetch_new()
    assert (found.decided, found.away, InboundReceipt.objects.filter(attempts=1).count()) == (0, 3, 3)


@pytest.mark.parametrize(("name", "raised"), [("former", NotThere), ("", StoreUnavailable)])
@pytest.mark.parametrize("asked", ["fetch", "tag"])
def test_a_former_bucket_that_the_server_does_not_know_has_no_files(settings, monkeypatch, name, raised, asked):
    for key in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(key, "none")
    settings.S3_BUCKET, settings.S3_ENDPOINT_URL = "site", "http://127.0.0.1:1"
    server = exchange_named(name or bucket_of(EXCHANGE))
    calls = {
        "fetch": ("get_object", lambda: server.fetch(FILE, io.BytesIO(), limit=1)),
        "tag": ("put_object_tagging", lambda: server.tag(FILE, "received")),
    }
    operation, call = calls[asked]
    with Stubber(server.s3) as stub:
        stub.add_client_error(operation, service_error_code="NoSuchBucket", http_status_code=404)
        with pytest.raises(StoreUnavailable) as found:
            call()
    bucket_exchange.cache_clear()
    assert type(found.value) is raised


def test_a_former_place_that_is_silent_does_not_slow_down_todays(partner, box, monkeypatch):
    drop(partner, box, "ab")
    receiving.list_new(exchange())
    InboundReceipt.objects.filter(name="a.csv").update(bucket="former")
    silent = Without(exchange(), {"a.csv": StoreUnavailable})
    monkeypatch.setattr(services, "exchange_named", lambda name: silent)
    queued = []
    monkeypatch.setattr(tasks, "enqueue", lambda task, **given: queued.append(task))
    silent.name = "former"
    (partner.root / INBOX / box.folder / "a.csv").unlink()
    tasks.fetch()
    assert (states(), queued) == ({"a": State.SEEN, "b": State.DRAFTED}, [tasks.FETCH])
    tasks.fetch()  # nothing was decided: it ends
    assert len(queued) == 1


def test_a_file_of_which_the_scanner_says_nothing_is_of_the_day_it_was_begun(partner, box, settings):
    settings.CLAMD_ADDRESS, settings.EXCHANGE_FILES_A_DAY = "127.0.0.1:1", 1
    found = []
    for names in ("ab", ""):
        drop(partner, box, names)
        services.fetch_new()
        found.append(states())
        services.fetch_new()  # another look is no other file
        assert states() == found[-1]
        InboundReceipt.objects.exclude(begun_at=None).update(begun_at=F("begun_at") - 24 * turns.PAUSE)
    assert found == [{"a": State.WAITING, "b": State.SEEN}, {"a": State.WAITING, "b": State.WAITING}]


def test_a_file_that_was_begun_is_looked_at_again_also_when_its_day_is_full(partner, box, settings):
    settings.EXCHANGE_FILES_A_DAY = 1
    drop(partner, box, "ab")
    services.fetch_new(exchange=Without(exchange(), {"a.csv": Withheld}))
    services.fetch_new()
    assert states() == {"a": State.DRAFTED, "b": State.SEEN}
