"""One suite for every engine: versions, generations, refusals, and what the index says it holds."""

import itertools
from datetime import timedelta

import pytest

from search.ports import Entry, SearchEngine, Unavailable
from search.reconcile import reason
from search.text import TEXT_LIMIT
from tests.factories.engines import publish, write
from tests.search.world import NOW, SEED, complete, entry, find, found, suggest


def put(engine: SearchEngine, upserts: list[Entry], deletes: list[tuple[str, int]] = []) -> None:  # noqa: B006
    assert not write(engine, upserts, deletes)


def stored(engine: SearchEngine) -> list[Entry]:
    live = engine.live()
    assert live
    return list(engine.stored(live))


# -- versions ----------------------------------------------------------------------------------------
def test_versions(engine: SearchEngine) -> None:
    put(engine, [entry("page:8", "Tenth heron", version=10)])
    put(engine, [entry("page:8", "Ninth heron", version=9)])
    assert find(engine, "ninth", relax=False).total == 0
    put(engine, [entry("page:8", "Again heron", version=10)])
    assert find(engine, "again heron").total == 1
    put(engine, [], [("page:8", 9)])
    assert find(engine, "heron").total == 1
    put(engine, [], [("page:8", 11)])
    put(engine, [entry("page:8", "Stale heron", version=10)])
    assert find(engine, "heron").total == 0
    put(engine, [], [("page:8", 11), ("page:never", 3)])
    put(engine, [entry("page:8", "Back heron", version=12)])
    assert find(engine, "heron").total == 1


def test_a_late_write_of_what_was_never_there_stays_away(engine: SearchEngine) -> None:
    put(engine, [], [("page:8", 5)])
    put(engine, [entry("page:8", "Heron", version=4)])
    assert find(engine, "heron").total == 0


def test_writes_in_any_order_end_with_the_newest(empty: SearchEngine) -> None:
    live = publish(empty, [])
    orders = {f"page:{n}": order for n, order in enumerate(itertools.permutations(range(4)))}
    for step in range(4):
        versions = {key: order[step] for key, order in orders.items()}
        empty.write(
            live, [entry(key, f"Heron number {version}", version=version) for key, version in versions.items()], []
        )
    empty.counts(live)
    held = list(empty.stored(live))
    assert len(held) == len(orders)
    assert {(one.title, one.version) for one in held} == {("Heron number 3", 3)}


def test_a_change_replaces_all_of_an_entry(engine: SearchEngine) -> None:
    put(engine, [entry("page:2", "Egrets", "Marsh.", version=2, audience=frozenset({"party:1"}), kind="isp")])
    assert found(engine, "retention") == []
    assert found(engine, "egrets") == []
    assert found(engine, "egrets", frozenset({"party:1"})) == ["page:2"]
    assert complete(engine, "how to") == []
    assert find(engine, "", facets=("topic", "kind")).facets["kind"] == [("news", 2), ("guidance", 1), ("story", 1)]
    assert suggest(engine, "reveiw") is None
    put(engine, [], [("page:2", 3)])
    assert found(engine, "egrets", frozenset({"party:1"})) == []


def test_the_last_of_two_lines_for_one_key_wins(engine: SearchEngine) -> None:
    put(engine, [entry("page:8", "First heron", version=3), entry("page:8", "Second heron", version=4)])
    assert [hit.title[0][0] for hit in find(engine, "heron").hits] == ["Second "]


# -- refusals ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "bad",
    [
        entry("page:20", " "),
        entry("", "No key"),
        entry("page:" + "x" * 600, "Long key"),
        entry("page:20", "Too popular", popularity=2.0),
        entry("page:20", "Not a number", popularity=float("nan")),
        entry("page:20", "Before all versions", version=-1),
        entry("page:20", "Half a letter", url="/\ud800"),
    ],
    ids=["no title", "no key", "long key", "popularity", "not a number", "version", "address"],
)
def test_a_refused_entry_does_not_take_the_others_along(engine: SearchEngine, bad: Entry) -> None:
    refused = write(engine, [entry("page:21", "Whole heron"), bad, entry("page:22", "Another heron")])
    assert list(refused) == [bad.key]
    assert refused[bad.key].final
    assert refused[bad.key].reason
    assert set(found(engine, "heron")) == {"page:21", "page:22"}


def test_what_is_strange_is_taken_all_the_same(engine: SearchEngine) -> None:
    strange = [
        entry("page:20", "\ud800 heron \x00\x02", "\udfff" * 10),
        entry("page:21", "heron " + "x" * 40_000, "y" * 300_000, headings="\u0130" * 500),
        entry("page:22", "heron", topic=("t" * 300,), published=NOW - timedelta(days=365 * 1000)),
        entry("page:23/\u00e9 \u20ac?#", "heron"),
    ]
    put(engine, strange)
    assert set(found(engine, "heron")) == {one.key for one in strange}
    assert all(len(one.body) <= TEXT_LIMIT for one in stored(engine))


# -- generations -------------------------------------------------------------------------------------
def test_nothing_is_read_before_something_is_published(empty: SearchEngine) -> None:
    assert empty.live() is None
    assert empty.health()["state"] == "missing"
    building = empty.create()
    assert not empty.write(building, SEED, [])
    assert empty.live() is None
    for ask in (lambda: find(empty, "guide"), lambda: complete(empty, "data"), lambda: suggest(empty, "safegaurding")):
        with pytest.raises(Unavailable):
            ask()
    empty.publish(building)
    assert empty.live() == building
    assert find(empty, "guide").total == 1


def test_a_new_generation_is_filled_unseen_and_seen_at_once(engine: SearchEngine) -> None:
    before = engine.live()
    building = engine.create()
    assert building != before
    assert not engine.write(building, [entry("page:8", "Heron")], [])
    assert find(engine, "heron").total == 0
    assert engine.counts(building) == {"guidance": 1}
    assert [held.key for held in engine.stored(building)] == ["page:8"]
    engine.publish(building)
    assert engine.live() == building
    assert found(engine, "") == ["page:8"]
    put(engine, [entry("page:9", "Another heron")])
    assert find(engine, "heron").total == 2


def test_the_one_before_is_kept_and_older_ones_go(engine: SearchEngine) -> None:
    first = engine.live()
    second = publish(engine, SEED[:2])
    assert first
    assert sum(engine.counts(first).values()) == len(SEED)
    abandoned = engine.create()
    third = publish(engine, SEED[:1])
    later = engine.create()
    assert engine.live() == third
    assert sum(engine.counts(second).values()) == 2
    for gone in (first, abandoned):
        with pytest.raises(Unavailable):
            engine.counts(gone)
    assert engine.counts(later) == {}


def test_a_generation_can_be_dropped_but_not_the_live_one(engine: SearchEngine) -> None:
    live, building = engine.live(), engine.create()
    assert live
    engine.drop(building)
    engine.drop(building)
    with pytest.raises(Unavailable):
        engine.counts(building)
    with pytest.raises(ValueError, match="live"):
        engine.drop(live)
    assert find(engine, "guide").total == 1


def test_writing_to_what_is_not_there_fails_and_makes_nothing(engine: SearchEngine) -> None:
    gone = engine.create()
    engine.drop(gone)
    for upserts, deletes in (([SEED[0]], []), ([], [("page:1", 7)]), ([SEED[0]], [("page:2", 7)])):
        with pytest.raises(Unavailable):
            engine.write(gone, upserts, deletes)
        with pytest.raises(Unavailable):
            engine.counts(gone)
    with pytest.raises(Unavailable):
        engine.publish(gone)
    with pytest.raises(Unavailable):
        list(engine.stored(gone))
    assert find(engine, "guide").total == 1


def test_many_entries_are_written_and_read_back_in_order(empty: SearchEngine) -> None:
    entries = [entry(f"page:{n}", f"Heron number {n}", version=n) for n in range(1203)]
    live = publish(empty, (one for one in entries))
    assert empty.counts(live) == {"guidance": 1203}
    held = list(empty.stored(live))
    assert [one.key for one in held] == sorted(one.key for one in entries)
    assert all(one.version == int(one.key.partition(":")[2]) for one in held)
    assert len(find(empty, "heron", size=1000, marks=False).hits) == 1000


def test_stored_says_what_the_index_holds(engine: SearchEngine) -> None:
    held = stored(engine)
    assert [one.key for one in held] == sorted(one.key for one in SEED)
    for ours, theirs in zip(sorted(SEED, key=lambda one: one.key), held, strict=True):
        assert (theirs.version, theirs.audience) == (ours.version, ours.audience)
        assert reason(theirs, ours) == ""


def test_reading_what_is_stored_may_be_broken_off(engine: SearchEngine) -> None:
    live = engine.live()
    assert live
    rows = engine.stored(live)
    assert next(rows).key == "isp:9"
    rows.close()  # type: ignore[attr-defined]
    assert find(engine, "guide").total == 1
