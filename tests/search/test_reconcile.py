"""The nightly comparison finds what is missing, old, shown to the wrong people or too much, and mends it."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.models import Value
from django.db.models.functions import Concat

from search import outbox, reconcile, registry, runs, worker
from search.models import SearchOutbox, SearchRun
from search.ports import Entry, Query, SearchEngine, Unavailable
from search.rebuild import rebuild
from search.service import get_engine
from tests.factories.engines import new_alias, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_both")]
MEMBERS = frozenset({"members"})
Save = Callable[..., Group]
Groups = dict[str, Group]


@pytest.fixture
def groups(save: Save, monkeypatch: pytest.MonkeyPatch) -> Groups:
    """Twelve birds in a whole index, in pages of five, so that keys cross pages and 9 stands after 10."""
    monkeypatch.setattr(registry, "PAGE", 5)
    monkeypatch.setattr("search.engines.fts5_write.PAGE", 4)
    made = {name: save(name) for name in (f"Heron{number}" for number in range(12))}
    rebuild()
    SearchOutbox.objects.all().delete()
    return made


def entry(group: Group, **other: object) -> Entry:
    (version,) = outbox.draw()
    made = Entry(f"group:{group.pk}", version, "group", f"/groups/{group.pk}", group.name, MEMBERS)
    return replace(made, **other)  # type: ignore[arg-type]


def mended() -> reconcile.Report:
    """The report of one comparison; afterwards the worker has mended everything, which a second one confirms."""
    report = reconcile.reconcile()
    worker.run_once()
    again = reconcile.reconcile()
    assert (again.faults, again.moved) == (0, 0)
    assert not SearchOutbox.objects.exists()
    return report


def test_a_whole_index_has_nothing_to_mend(groups: Groups) -> None:
    report = mended()
    assert (report.checked, report.faults, report.moved) == (12, 0, 0)


def test_every_fault_is_counted_and_mended(groups: Groups) -> None:
    engine = get_engine()
    (number,) = outbox.draw()
    write(engine, [], [(f"group:{groups['Heron3'].pk}", number)])  # missing
    Group.objects.filter(pk=groups["Heron5"].pk).update(name="Swan")  # an update that was lost
    write(engine, [entry(groups["Heron7"], body="a word from nowhere")])  # broken by hand
    write(engine, [entry(groups["Heron8"], audience=frozenset({"public"}))])  # shown to everybody
    write(engine, [entry(groups["Heron9"], popularity=0.4)])  # clicked
    ghosts = [entry(Group(pk=pk, name="Ghost")) for pk in (1, 99_999)]
    stranger = replace(ghosts[0], key="unknown:7", kind="unknown")
    variant = replace(ghosts[0], key=f"group:{groups['Heron2'].pk}/odd")
    write(engine, [*ghosts, stranger, variant])
    report = mended()
    assert (report.missing, report.stale, report.audience, report.extra, report.moved) == (1, 2, 1, 4, 1)
    found = get_engine().search(Query("", MEMBERS, size=100)).hits
    assert {hit.key for hit in found} == {f"group:{group.pk}" for group in groups.values()}
    assert engine.search(Query("swan", MEMBERS)).total == 1
    assert engine.search(Query("nowhere", MEMBERS)).total == 0


def test_what_waits_in_the_outbox_is_no_fault(groups: Groups, save: Save) -> None:
    save("Crane")
    save("Swan", groups["Heron1"].pk)
    assert reconcile.reconcile().faults == 0


def test_a_change_delivered_while_it_compares_is_no_fault(
    groups: Groups, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read on one side before it was sent, on the other after: seen as a difference at first, and not at last."""
    kind, delivered = type(get_engine()), list[int]()
    stored = kind.stored

    def with_changes(self: SearchEngine, generation: str) -> object:
        held = list(stored(self, generation))  # as the index was before
        if not delivered:
            delivered.append(1)
            save("Crane")
            save("Swan", groups["Heron4"].pk)
            outbox.record(f"group:{groups['Heron6'].pk}")
            groups["Heron6"].delete()
            assert worker.run_once().handled == 3
        return iter(held)

    monkeypatch.setattr(kind, "stored", with_changes)
    assert reconcile.reconcile().faults == 0


def test_an_object_that_cannot_be_read_is_left_alone(groups: Groups) -> None:
    Group.objects.filter(pk=groups["Heron4"].pk).update(name="poison")
    report = reconcile.reconcile()
    assert report.faults == 0
    assert get_engine().search(Query("Heron4", MEMBERS)).total == 1


def test_a_database_put_back_from_a_copy_counts_on_above_the_index(groups: Groups) -> None:
    """Else every write would lose against what the index got from the days that are gone."""
    (number,) = outbox.draw()
    write(get_engine(), [replace(entry(groups["Heron1"]), title="Of the lost days", version=number + 5000)])
    report = mended()
    assert report.stale == 1
    assert outbox.draw()[0] > number + 5000


def test_the_command_and_the_ledger(groups: Groups, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("search_reconcile", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["checked"], told["missing"], told["stale"]) == (12, 0, 0)
    Group.objects.filter(pk=groups["Heron5"].pk).update(name="Swan")
    with pytest.raises(SystemExit) as ended:
        call_command("search_reconcile")
    assert ended.value.code == 2
    assert "12 entries compared: 0 missing, 1 out of date" in capsys.readouterr().out
    run = SearchRun.objects.filter(kind="reconcile").first()
    assert run
    assert (run.state, run.counts["stale"]) == ("done", 1)


def test_only_one_at_a_time_and_never_without_an_index(groups: Groups, settings: object) -> None:
    with runs.running("reconcile", "fts5"), pytest.raises(runs.Busy, match="it is being done by"):
        reconcile.reconcile()
    settings.SEARCH_FILE = settings.SEARCH_FILE.with_name("another.sqlite3")  # type: ignore[attr-defined]
    settings.SEARCH_INDEX = new_alias()  # type: ignore[attr-defined]
    with pytest.raises(Unavailable, match="build it first"):
        reconcile.reconcile()
    assert SearchRun.objects.first().state == "failed"  # type: ignore[union-attr]


def test_more_differences_than_can_be_held_ask_for_a_rebuild(groups: Groups, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile, "MOST", 3)
    Group.objects.filter(name__startswith="Heron").update(name=Concat("name", Value("s")))
    report = reconcile.reconcile()
    assert (report.cut, report.stale) == (True, 3)
