"""What is written down of a search, what never is, and that nobody waits for it."""

import datetime
import logging
import threading

import pytest
from django.db import DatabaseError, connection, models, transaction

from cms.core import clock
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.searchlog.models import Click, LoggedSearch, Wish
from cms.searchlog.services import note_opened
from cms.searchlog.tasks import forget_old
from cms.snippets.models import Partner

pytestmark = pytest.mark.django_db


def test_a_search_is_kept_without_the_person(search, member):
    by = member("elmbridge")
    assert search(by, "  Safeguarding   CHILDREN? ", "guidance:1", "isp:2", total=40, filters=("topic", "kind"))
    row = LoggedSearch.objects.get()
    assert row.phrase == "safeguarding children"
    assert (row.organisation_id, row.day, row.total, row.relaxed) == (by.acting_for, clock.today(), 40, False)
    assert (row.filters, row.shown) == ("kind,topic", ["guidance:1", "isp:2"])


def test_no_column_could_hold_a_person_an_address_or_a_time_of_day():
    """Of the log and of what was opened: a new column has to be thought about here."""
    names = {field.name for model in (LoggedSearch, Click) for field in model._meta.get_fields()}
    assert names == {
        *("id", "day", "phrase", "organisation", "total", "relaxed", "filters", "shown", "clicks"),
        *("search", "key", "position"),
    }
    assert isinstance(LoggedSearch._meta.get_field("day"), models.DateField)
    assert not isinstance(LoggedSearch._meta.get_field("day"), models.DateTimeField)


def test_a_visitor_has_no_organisation(search):
    assert search(ANONYMOUS, "prevent")
    assert LoggedSearch.objects.get().organisation_id is None


@pytest.mark.parametrize(
    "text",
    [
        "jane sample 4 July 1982",
        "943 476 5919",
        "jane.sample@example.org",
        "07700 900123",
        "jane sample cm1 1qh",
        "",
        "  ?! ",
    ],
)
def test_texts_about_one_person_leave_nothing_behind(search, text):
    assert search("elmbridge", text) == ""
    assert not LoggedSearch.objects.exists()


def test_later_pages_tools_jobs_and_simple_answers_are_not_counted(search, member):
    tool = Requester(token_id=1, partners=member("elmbridge").partners, scopes=frozenset({"read:content"}))
    assert search("elmbridge", "prevent", page=2) == ""
    assert search("elmbridge", "prevent", degraded=True) == ""
    assert search(tool, "prevent") == ""
    assert search(SYSTEM, "prevent") == ""
    assert not LoggedSearch.objects.exists()


def test_what_is_opened_counts_once_in_its_place(search):
    mark = search("elmbridge", "prevent", "guidance:1", "isp:2")
    assert note_opened(by=ANONYMOUS, mark=mark, position=2)
    assert not note_opened(by=ANONYMOUS, mark=mark, position=2)
    assert list(Click.objects.values_list("key", "position")) == [("isp:2", 2)]


def test_only_a_fresh_mark_of_ours_counts(search, time_machine):
    time_machine.move_to("2026-03-02 12:00:00+00:00", tick=False)
    mark = search("elmbridge", "prevent", "guidance:1")
    number, rest = mark.split(":", 1)
    for forged in ("", number, f"{int(number) + 1}:{rest}", mark[:-1] + "_", "1:2:3"):
        assert not note_opened(by=ANONYMOUS, mark=forged, position=1)
    for position in (0, -1, 2, 10**9):
        assert not note_opened(by=ANONYMOUS, mark=mark, position=position)
    time_machine.move_to("2026-03-02 14:01:00+00:00", tick=False)
    assert not note_opened(by=ANONYMOUS, mark=mark, position=1)
    assert not Click.objects.exists()


def test_after_thirteen_months_it_is_gone_with_what_was_opened(search, time_machine):
    time_machine.move_to("2025-01-31 12:00:00+00:00", tick=False)
    note_opened(by=ANONYMOUS, mark=search("elmbridge", "old", "isp:1"), position=1)
    Wish.objects.create(text="Old", phrase="old", submission_id="a")
    time_machine.move_to("2025-02-02 12:00:00+00:00", tick=False)
    search("elmbridge", "newer", "isp:1")
    Wish.objects.create(text="Newer", phrase="newer", submission_id="b")
    time_machine.move_to(datetime.datetime(2025, 1, 31, 13, tzinfo=datetime.UTC) + datetime.timedelta(days=396))
    forget_old()
    assert LoggedSearch.objects.count() == 2  # the last day is kept
    time_machine.move_to(datetime.datetime(2025, 1, 31, 13, tzinfo=datetime.UTC) + datetime.timedelta(days=397))
    forget_old()
    forget_old()
    assert [row.phrase for row in LoggedSearch.objects.all()] == ["newer"]
    assert not Click.objects.exists()
    assert [row.phrase for row in Wish.objects.all()] == ["newer"]


def test_a_write_that_fails_is_a_line_in_the_log_and_nothing_else(search, monkeypatch, caplog):
    def fails(**_):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(LoggedSearch.objects, "create", fails)
    with caplog.at_level(logging.WARNING):
        assert search("elmbridge", "a secret phrase") == ""
    assert "was not counted" in caplog.text
    assert "secret phrase" not in caplog.text


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL's row locks")
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_a_locked_organisation_is_not_waited_for(search, member):
    """Another transaction holds the organisation's row: the page goes on, and the search is not counted."""
    by, held, done = member("elmbridge"), threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Partner.objects.select_for_update().get(pk=by.acting_for)
            held.set()
            done.wait(15)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    try:
        assert search(by, "prevent") == ""
        assert not done.is_set()
    finally:
        done.set()
        thread.join()
    assert search(by, "prevent")
    assert LoggedSearch.objects.count() == 1
