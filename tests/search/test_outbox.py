"""A change and its row live and die together; the worker sends what is true when it sends."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import OperationalError, transaction

from search import outbox, runs, worker
from search.models import SearchGeneration, SearchOutbox
from search.ports import Query, SearchEngine, Unavailable
from search.service import get_engine, health

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_both")]
MEMBERS = frozenset({"members"})
Save = Callable[..., Group]


def titles(text: str = "") -> list[str]:
    return ["".join(part for part, _ in hit.title) for hit in get_engine().search(Query(text, MEMBERS, size=100)).hits]


def test_a_rollback_leaves_nothing(save: Save) -> None:
    with transaction.atomic():
        save("Heron")
        transaction.set_rollback(True)
    assert not SearchOutbox.objects.exists()
    worker.run_once()
    assert titles() == []


def test_many_changes_are_one_row_with_the_last_number(save: Save) -> None:
    group = save("Heron")
    first = SearchOutbox.objects.get().sequence
    for number in range(9):
        save(f"Heron {number}", group.pk)
    row = SearchOutbox.objects.get()
    assert row.key == f"group:{group.pk}"
    assert row.sequence > first


def test_it_holds_no_text(save: Save) -> None:
    save("Confidential heron")
    row = SearchOutbox.objects.values().get()
    assert not any("heron" in str(value).lower() for value in row.values())


def test_a_late_try_sends_todays_text(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    worker.run_once()
    group = save("Yesterday")
    engine = get_engine()

    def away(*_: object) -> None:
        raise Unavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(type(engine), "write", away)
        report = worker.run_once()
    assert report.unavailable == "away"
    row = SearchOutbox.objects.get()
    assert (row.attempts, row.claimed_until) == (0, None)  # nobody's fault but the engine's
    Group.objects.filter(pk=group.pk).update(name="Today")
    assert worker.run_once().written == 1
    assert titles() == ["Today"]
    assert not SearchOutbox.objects.exists()


def test_what_is_gone_or_no_longer_listed_is_removed(save: Save) -> None:
    deleted, hidden = save("Deleted heron"), save("Listed heron")
    worker.run_once()
    assert len(titles("heron")) == 2
    with transaction.atomic():
        outbox.record(f"group:{deleted.pk}")
        deleted.delete()
    save("hidden heron", hidden.pk)
    report = worker.run_once()
    assert (report.written, report.removed) == (0, 2)
    assert titles() == []


def test_a_change_while_a_worker_sends_is_not_lost(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    worker.run_once()
    group = save("Before")
    engine = get_engine()
    write = type(engine).write

    def slow(self: SearchEngine, *args: object) -> object:
        with monkeypatch.context() as patch:
            patch.undo()
            save("After", group.pk)
        return write(self, *args)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(type(engine), "write", slow)
        worker.run_once()
    row = SearchOutbox.objects.get()
    assert row.claimed_until is None
    worker.run_once()
    assert titles() == ["After"]


def test_one_bad_object_is_given_up_and_the_others_go(save: Save) -> None:
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC), tick=False) as clock:
        save("Good heron")
        bad = save("poison")
        waits = []
        for _ in range(worker.MAX_ATTEMPTS):
            report = worker.run_once()
            row = SearchOutbox.objects.get(key=f"group:{bad.pk}")
            waits.append(row.not_before - datetime.now(UTC))
            assert worker.run_once().handled == 0  # not before its time
            clock.shift(timedelta(minutes=20))
    assert titles() == ["Good heron"]
    assert report.dead == 1
    assert row.state == SearchOutbox.State.DEAD
    assert "RuntimeError" in row.last_error
    assert waits[0] < timedelta(seconds=7) < waits[1] < waits[3] < timedelta(minutes=19)
    assert worker.run_once().handled == 0
    assert health()["dead"] == 1

    Group.objects.filter(pk=bad.pk).update(name="Mended heron")
    call_command("search_status", "--retry", verbosity=0)
    worker.run_once()
    assert sorted(titles()) == ["Good heron", "Mended heron"]


def test_a_new_change_wakes_a_given_up_row(save: Save) -> None:
    bad = save("poison")
    SearchOutbox.objects.update(state=SearchOutbox.State.DEAD, attempts=12)
    save("Mended", bad.pk)
    worker.run_once()
    assert titles() == ["Mended"]


def test_rows_of_a_dead_worker_come_back(save: Save) -> None:
    worker.run_once()
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC), tick=False) as clock:
        save("Heron")
        assert len(outbox.claim(10)) == 1  # and the worker dies here
        assert worker.run_once().handled == 0
        clock.shift(outbox.CLAIM + timedelta(seconds=1))
        assert worker.run_once().written == 1


def test_kinds_that_nobody_registers_and_broken_keys(save: Save) -> None:
    outbox.record_many(["ghost:1", "no-key"])
    report = worker.run_once()
    assert (report.removed, report.failed, report.dead) == (1, 0, 1)
    assert list(SearchOutbox.objects.values_list("key", "state")) == [("no-key", "dead")]


def test_a_missing_index_is_built_by_the_worker(save: Save) -> None:
    save("Heron")
    SearchOutbox.objects.all().delete()
    assert health()["state"] == "missing"
    assert worker.run_once().rebuilt
    assert titles() == ["Heron"]
    assert health()["state"] == "ok"


def test_lag_is_the_age_of_the_oldest_row(save: Save) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False) as clock:
        group = save("Heron")
        clock.shift(timedelta(minutes=4))
        save("Heron again", group.pk)
        assert health()["lag_seconds"] == 240
        worker.run_once()
        assert health()["lag_seconds"] == 0


def test_listeners_hear_of_each_transaction(save: Save) -> None:
    heard: list[int] = []
    outbox.listen(lambda: heard.append(1))
    outbox.record_many([])
    assert not heard
    save("Heron")
    assert heard == [1]


def test_listeners_are_told_what_readers_find_by_now(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the rows go, so that a worker that dies in between says it again; one that fails holds up nothing."""
    told: list[tuple[list[str], int, int]] = []

    def failing(keys: object) -> None:
        raise RuntimeError("an alert that cannot be sent")

    def listening(keys: Sequence[str]) -> None:
        told.append((sorted(keys), len(titles("heron")), SearchOutbox.objects.count()))

    monkeypatch.setattr(worker, "_listeners", [])
    worker.on_sent(failing)
    worker.on_sent(listening)
    worker.run_once()
    assert told == []
    first, second, bad = save("Heron"), save("Second heron"), save("poison")
    worker.run_once()
    assert told == [(sorted([f"group:{first.pk}", f"group:{second.pk}"]), 2, 3)]
    assert list(SearchOutbox.objects.values_list("key", flat=True)) == [f"group:{bad.pk}"]


def test_an_alert_that_the_database_could_not_take_is_told_again(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    worker.run_once()
    told: list[Sequence[str]] = []

    def locked(keys: Sequence[str]) -> None:
        told.append(keys)
        if len(told) == 1:
            raise OperationalError("database is locked")

    monkeypatch.setattr(worker, "_listeners", [locked])
    group = save("Heron")
    with pytest.raises(OperationalError):
        worker.run_once()
    row = SearchOutbox.objects.get()
    assert (row.attempts, row.claimed_until) == (0, None)
    assert worker.run_once().written == 1
    assert told == [[f"group:{group.pk}"]] * 2


def test_a_build_that_was_taken_over_is_no_crash_of_the_worker(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    save("Heron")

    def overtaken(**_: object) -> None:
        raise runs.Lost("another process took this run over")

    monkeypatch.setattr(worker, "rebuild", overtaken)
    assert worker.run_once().unavailable == "another process took this run over"
    assert SearchOutbox.objects.get().attempts == 0


def test_an_index_that_missed_changes_is_none(save: Save) -> None:
    """As after a time with another engine: the index is there and answers, and nobody kept it up to date."""
    save("Heron")
    worker.run_once()
    SearchGeneration.objects.update(state="old")
    told = health()
    assert (told["state"], told["reason"]) == ("missing", "the search index has missed changes and must be built anew")
    assert worker.run_once().rebuilt
    assert health()["state"] == "ok"


def test_a_claim_draws_a_number_above_everything_before(save: Save) -> None:
    save("Heron")
    (drawn,) = outbox.draw()
    assert SearchOutbox.objects.get().sequence < drawn
    (row,) = outbox.claim(10)
    assert row.sequence > drawn
    assert SearchOutbox.objects.get().sequence == row.sequence
    outbox.record(row.key)
    assert SearchOutbox.objects.get().sequence > row.sequence
