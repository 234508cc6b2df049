"""A rebuild beside writers and readers: nothing lost, nothing revived, no empty answer."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.models import QuerySet

from search import outbox, registry, worker
from search.engines.fts5 import FTS5Engine
from search.models import SearchOutbox
from search.ports import Entry, Query, Unavailable
from search.rebuild import rebuild
from search.service import get_engine

MEMBERS = frozenset({"members"})
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

    def change_what_was_read(kind: str, done: int) -> None:
        seen.append(done)
        if done == 10:
            save("Swan", groups[0].pk)  # read already: the row must win afterwards
            outbox.record(f"group:{groups[1].pk}")
            groups[1].delete()
            save("New heron")
            assert worker.run_once().unavailable  # the writer's lock is held: rows wait, and pay nothing

    monkeypatch.setattr("search.engines.generations.WRITE_WAIT", 0.05)
    rebuild(change_what_was_read)
    assert len(seen) == 6
    worker.run_once()
    names = set(listed().values_list("name", flat=True))
    found = get_engine().search(Query("", MEMBERS, size=100)).hits
    assert {"".join(text for text, _ in hit.title) for hit in found} == names
    assert {"Swan", "New heron"} < names
    assert "Heron 1" not in names
    assert not SearchOutbox.objects.exists()
    connections.close_all()


def test_readers_keep_the_old_index_until_the_new_one_is_whole(tmp_path: Path) -> None:
    engine = FTS5Engine(tmp_path / "search.sqlite3")
    engine.rebuild([entry(number) for number in range(20)])
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
        engine.rebuild(slow(count))
    done.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert totals <= {20, 40, 60}
    assert engine.search(Query("heron", MEMBERS)).total == 60
    assert len(list(tmp_path.glob("search-*.sqlite3"))) <= 2


def test_a_build_that_fails_leaves_the_old_index(tmp_path: Path) -> None:
    engine = FTS5Engine(tmp_path / "search.sqlite3")
    engine.rebuild([entry(1)])

    def broken() -> Iterator[Entry]:
        yield entry(2)
        raise RuntimeError("died")

    with pytest.raises(RuntimeError):
        engine.rebuild(broken())
    with pytest.raises(ValueError, match="group:3"):
        engine.rebuild([entry(2), Entry("group:3", 0, "group", "/", " ", MEMBERS)])
    assert [key for key, _, _ in engine.stored()] == ["group:1"]
    assert len(list(tmp_path.glob("search-*.sqlite3"))) == 1


def test_threads_that_search_at_once_do_not_mix_their_answers(tmp_path: Path) -> None:
    engine = FTS5Engine(tmp_path / "search.sqlite3")
    engine.rebuild([entry(number, title=("Heron", "Swan")[number % 2]) for number in range(60)])
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
            engine.apply([entry(number, version, "Heron") for number in range(0, 60, 2)], [])
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
    assert not engine.ready()
    for ask in (lambda: engine.search(Query("x", MEMBERS)), lambda: engine.apply([entry(1)], [])):
        with pytest.raises(Unavailable):
            ask()
    assert engine.health()["state"] == "missing"


def test_an_index_of_another_form_asks_for_a_rebuild(tmp_path: Path) -> None:
    engine = FTS5Engine(tmp_path / "search.sqlite3")
    engine.rebuild([entry(1)])
    live = engine.generations.live()
    assert live
    other = sqlite3.connect(live)
    other.execute("PRAGMA user_version = 7")
    other.close()
    engine.generations.close()
    assert not engine.ready()
    engine.rebuild([entry(1)])
    assert engine.ready()


def test_a_file_that_is_not_ours_is_unavailable_and_not_overwritten(tmp_path: Path) -> None:
    engine = FTS5Engine(tmp_path / "search.sqlite3")
    engine.rebuild([entry(1)])
    live = engine.generations.live()
    assert live
    engine.generations.close()
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
    with get_engine().generations.writing(), pytest.raises(CommandError, match="Nothing was changed"):  # type: ignore[attr-defined]
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
