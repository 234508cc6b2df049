"""A rebuild beside writers and readers: nothing lost, nothing revived, no empty answer."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.models import QuerySet
from django.utils import timezone

from search import outbox, registry, runs, targets, worker
from search.engines.fts5 import FTS5Engine
from search.models import SearchGeneration, SearchOutbox, SearchRun
from search.ports import Entry, Query, Refusal, Unavailable
from search.rebuild import Stopped, rebuild
from search.reconcile import reconcile
from search.service import get_engine
from tests.factories.engines import publish

MEMBERS = frozenset({"members"})
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
Save = Callable[..., Group]


def listed() -> QuerySet[Group]:
    return Group.objects.exclude(name__in=("Editors", "Moderators"))


def entry(number: int, version: int = 0, title: str = "Heron") -> Entry:
    return Entry(f"group:{number}", version, "group", "/", f"{title} {number}", MEMBERS)


@pytest.mark.django_db(transaction=True)
def test_changes_made_during_a_rebuild_are_in_the_new_index(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    groups = [save(f"Heron {number}") for number in range(30)]
    rebuild()
    SearchOutbox.objects.all().delete()
    monkeypatch.setattr(registry, "PAGE", 5)
    seen: list[int] = []

    def change(kind: str, done: int) -> None:
        seen.append(done)
        if done == 10:
            save("Swan", groups[0].pk)  # read already: the change must win
            outbox.record(f"group:{groups[1].pk}")
            groups[1].delete()
            save("New heron")
            assert worker.run_once().handled == 3  # to the old index and to the new one
            save("Crane", groups[2].pk)  # read already, and sent only after the swap
            save("Ibis", groups[29].pk)  # not read yet
            assert names_found() == names_in_database() - {"Crane", "Ibis"} | {"Heron 2", "Heron 29"}

    rebuild(change)
    assert len(seen) == 6
    assert names_found() == names_in_database() - {"Crane"} | {"Heron 2"}
    worker.run_once()
    assert names_found() == names_in_database()
    assert not SearchOutbox.objects.exists()
    assert reconcile().faults == 0
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_reads_before_and_sends_after_the_rebuild_read_loses(save: Save) -> None:
    """The two meet in the new index: whoever read last wins, whatever the order of their writing."""
    group = save("First")
    rebuild()
    engine = get_engine()
    row = outbox.claim(1)[0]
    old_entry = Entry(f"group:{group.pk}", row.sequence, "group", "/", "First", MEMBERS)
    Group.objects.filter(pk=group.pk).update(name="Second")  # its own row is not sent yet

    def late(kind: str, done: int) -> None:
        for name in targets.names(engine):
            engine.write(name, [old_entry], [])

    rebuild(late)
    assert names_found() == {"Second"}


def names_found() -> set[str]:
    hits = get_engine().search(Query("", MEMBERS, size=100)).hits
    return {"".join(text for text, _ in hit.title) for hit in hits}


def names_in_database() -> set[str]:
    return set(listed().values_list("name", flat=True))


def test_readers_keep_the_old_index_until_the_new_one_is_whole(tmp_path: Path) -> None:
    engine = FTS5Engine(tmp_path / "search.sqlite3")
    publish(engine, [entry(number) for number in range(20)])
    totals: set[int] = set()
    errors: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                totals.add(engine.search(Query("heron", MEMBERS)).total)
            except Exception as error:  # noqa: BLE001 - the test reports whatever a reader met
                errors.append(error)
        engine.generations.close()

    def slow(count: int) -> Iterator[Entry]:
        for number in range(count):
            if number % 10 == 0:
                totals.add(engine.search(Query("heron", MEMBERS)).total)
            yield entry(number)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for count in (40, 60):
        publish(engine, slow(count))
    done.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert totals <= {20, 40, 60}
    assert engine.search(Query("heron", MEMBERS)).total == 60
    assert len(list(tmp_path.glob("search-*.sqlite3"))) <= 2


def test_a_generation_that_is_not_published_is_seen_by_nobody(tmp_path: Path) -> None:
    engine = FTS5Engine(tmp_path / "search.sqlite3")
    first = publish(engine, [entry(1)])
    second = engine.create()
    engine.write(second, [entry(2), entry(3)], [])
    assert engine.live() == first
    assert engine.counts(second) == {"group": 2}
    assert [held.key for held in engine.stored(first)] == ["group:1"]
    engine.drop(second)
    engine.drop(second)  # gone already
    with pytest.raises(ValueError, match="live"):
        engine.drop(first)
    assert engine.search(Query("heron", MEMBERS)).total == 1
    with pytest.raises(Unavailable):
        engine.write(second, [entry(4)], [])
    assert [path.name for path in tmp_path.glob("search-*.sqlite3")] == [first]


def test_publishing_keeps_one_generation_before(tmp_path: Path) -> None:
    engine = FTS5Engine(tmp_path / "search.sqlite3")
    names = [publish(engine, [entry(number)]) for number in range(4)]
    engine.create()  # of a build that died before anybody knew of it
    names.append(publish(engine, [entry(5)]))
    assert {path.name for path in tmp_path.glob("search-*.sqlite3")} == set(names[-2:])


def test_threads_that_search_at_once_do_not_mix_their_answers(tmp_path: Path) -> None:
    engine = FTS5Engine(tmp_path / "search.sqlite3")
    name = publish(engine, [entry(number, title=("Heron", "Swan")[number % 2]) for number in range(60)])
    wrong: list[str] = []

    def ask(word: str) -> None:
        for _ in range(25):
            results = engine.search(Query(word, MEMBERS, size=50, facets=("kind",)))
            if results.total != 30 or dict(results.facets["kind"]) != {"group": 30}:
                wrong.append(f"{word}: {results.total}")
            if any(word not in "".join(text for text, _ in hit.title).lower() for hit in results.hits):
                wrong.append(f"{word}: another's hits")
        engine.generations.close()

    def write() -> None:
        for version in range(1, 20):
            engine.write(name, [entry(number, version, "Heron") for number in range(0, 60, 2)], [])
        engine.generations.close()

    threads = [threading.Thread(target=ask, args=(word,)) for word in ("heron", "swan", "heron", "swan")]
    threads.append(threading.Thread(target=write))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_without_an_index_it_says_unavailable(tmp_path: Path) -> None:
    engine = FTS5Engine(tmp_path / "search.sqlite3")
    assert engine.live() is None
    for ask in (lambda: engine.search(Query("x", MEMBERS)), lambda: engine.write("search-1.sqlite3", [entry(1)], [])):
        with pytest.raises(Unavailable):
            ask()
    assert engine.health()["state"] == "missing"


def test_an_index_of_another_form_asks_for_a_rebuild(tmp_path: Path) -> None:
    engine = FTS5Engine(tmp_path / "search.sqlite3")
    live = tmp_path / publish(engine, [entry(1)])
    other = sqlite3.connect(live)
    other.execute("PRAGMA user_version = 7")
    other.close()
    again = FTS5Engine(tmp_path / "search.sqlite3")  # as a process of the next version finds it
    assert again.live() is None
    name = publish(again, [entry(1)])
    assert again.live() == name


def test_a_file_that_is_not_ours_is_unavailable_and_not_overwritten(tmp_path: Path) -> None:
    engine = FTS5Engine(tmp_path / "search.sqlite3")
    live = tmp_path / publish(engine, [entry(1)])
    for suffix in ("-wal", "-shm"):
        live.with_name(live.name + suffix).unlink(missing_ok=True)
    live.write_bytes(b"not a database, though it lies where one should be" * 100)
    with pytest.raises(Unavailable):
        engine.search(Query("heron", MEMBERS))


@pytest.mark.django_db(transaction=True)
def test_the_command_tells_what_it_did(save: Save, capsys: pytest.CaptureFixture[str]) -> None:
    save("Heron")
    call_command("search_rebuild", "--json")
    assert '"kinds": {"group": 1}' in capsys.readouterr().out
    run = SearchRun.objects.get()
    assert (run.state, run.progress, run.counts["entries"]) == ("done", {"group": [1, 1]}, 1)
    with runs.running("rebuild", "fts5", "somebody"), pytest.raises(CommandError, match="for somebody since"):
        call_command("search_rebuild")


@pytest.mark.django_db(transaction=True)
def test_one_bad_object_does_not_keep_the_rest_from_being_found(save: Save) -> None:
    save("Heron")
    bad = save("poison")
    SearchOutbox.objects.all().delete()
    report = rebuild()
    assert report.broken == [f"group:{bad.pk}"]
    assert report.entries == 1
    assert SearchOutbox.objects.get().key == f"group:{bad.pk}"


@pytest.mark.django_db(transaction=True)
def test_a_refused_entry_stops_the_rebuild_and_leaves_nothing(save: Save) -> None:
    save("Heron")
    first = rebuild().generation
    save(" ")
    with pytest.raises(Stopped, match="a key and a title"):
        rebuild()
    assert get_engine().live() == first
    assert list(SearchGeneration.objects.values_list("name", "state")) == [(first, "live")]
    assert SearchRun.objects.first().state == "failed"  # type: ignore[union-attr]
    assert len(list(Path(settings.SEARCH_FILE).parent.glob("search-*.sqlite3"))) == 1


@pytest.mark.django_db(transaction=True)
def test_an_entry_lost_on_the_way_stops_the_rebuild(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        save(f"Heron {number}")
    first = rebuild().generation
    SearchOutbox.objects.all().delete()
    write = FTS5Engine.write
    with monkeypatch.context() as patch:
        patch.setattr(FTS5Engine, "write", lambda self, name, upserts, deletes: write(self, name, upserts[1:], deletes))
        with pytest.raises(Stopped, match="differs from the database in 1 entries"):
            rebuild()
    assert get_engine().live() == first


@pytest.mark.django_db(transaction=True)
def test_a_busy_engine_is_asked_again(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    save("Heron")
    write, tries = FTS5Engine.write, list[int]()

    def busy(self: FTS5Engine, name: str, upserts: list[Entry], deletes: list[tuple[str, int]]) -> object:
        tries.append(1)
        if len(tries) == 1:
            raise Unavailable("busy")
        if len(tries) == 2:
            return {upserts[0].key: Refusal("429")}
        return write(self, name, upserts, deletes)

    monkeypatch.setattr(FTS5Engine, "write", busy)
    monkeypatch.setattr("search.rebuild.PAUSE_S", 0)
    assert rebuild().entries == 1
    assert len(tries) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("published", [False, True])
def test_what_a_dead_rebuild_left_is_cleared(save: Save, published: bool) -> None:
    """Killed while filling, or between the swap and saying so: the next worker or rebuild sets it right."""
    save("Heron")
    first = rebuild().generation
    engine = get_engine()
    run = SearchRun.objects.create(
        kind="rebuild", engine="fts5", holder="another host process 1", started_at=timezone.now(), lease_until=LONG_AGO
    )
    left = engine.create()
    targets.add(left, engine, run)
    if published:
        engine.write(left, list(engine.stored(first)), [])
        engine.publish(left)
    assert set(targets.names(engine)) == {first, left}
    worker.run_once()
    run.refresh_from_db()
    assert run.state == "lost"
    assert targets.names(engine) == [left if published else first]
    assert engine.live() == (left if published else first)
    rebuild()
    assert len(list(Path(settings.SEARCH_FILE).parent.glob("search-*.sqlite3"))) == 2


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_whose_lease_is_taken_stops(save: Save) -> None:
    save("Heron")
    first = rebuild().generation

    def overtaken(kind: str, done: int) -> None:
        SearchRun.objects.filter(state="running").update(state="lost")

    with pytest.raises(runs.Lost):
        rebuild(overtaken)
    assert get_engine().live() == first
    assert targets.names(get_engine()) == [first]


@pytest.mark.django_db(transaction=True)
def test_a_generation_that_vanishes_while_a_worker_sends_is_not_missed(
    save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    save("Heron")
    rebuild()
    SearchOutbox.objects.all().delete()
    engine = get_engine()
    building = engine.create()
    with runs.running("rebuild", "fts5") as run:
        targets.add(building, engine, run)
        save("Swan")
        engine.drop(building)
        assert worker.run_once().unavailable  # still registered: its change must not get lost
        assert SearchOutbox.objects.get().attempts == 0
        write = FTS5Engine.write

        def taken_away(self: FTS5Engine, name: str, upserts: list[Entry], deletes: list[tuple[str, int]]) -> object:
            if name == building:
                targets.remove(building, engine)
            return write(self, name, upserts, deletes)

        monkeypatch.setattr(FTS5Engine, "write", taken_away)
        assert worker.run_once().unavailable == ""
    assert not SearchOutbox.objects.exists()
    assert names_found() == {"Heron", "Swan"}
