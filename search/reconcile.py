"""Compare the index with the database, entry by entry, and mend what differs. Both are read in the order of keys.

The engine answers each entry as it holds it, and the database each entry as it ought to be, so a lost update and an
entry broken by hand both show. What follows from dates or clicks (status, popularity) moves on by itself every night:
that is counted apart and is no fault.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from search import outbox, registry, runs, targets
from search.models import SearchOutbox, SearchRun
from search.ports import Entry, SearchEngine, Unavailable
from search.registry import Source
from search.service import get_engine
from search.text import TEXT_LIMIT, clean

MISSING, STALE, AUDIENCE, EXTRA, MOVED = "missing", "stale", "audience", "extra", "moved"
FAULTS = (MISSING, STALE, AUDIENCE, EXTRA)
TEXTS = ("title", "headings", "summary", "body", "attachment")
LISTS = ("topic", "sector", "partner")
MOST = 20_000  # differences held at a time; with more, building anew is the better cure
LOOKS = 4  # after the first: a busy site changes some entries twice while they are read
CHUNK = 500


@dataclass(slots=True)
class Differences:
    """Why each key differs; `checked` counts the entries that the database has."""

    by_key: dict[str, str] = field(default_factory=dict)
    checked: int = 0
    newest: int = 0  # the highest version in the index
    cut: bool = False  # there were more than MOST

    def count(self, reason: str) -> int:
        return sum(why == reason for why in self.by_key.values())


@dataclass(slots=True)
class Report:
    """What the index had wrong, by kind of fault; `moved` is what dates and clicks changed."""

    checked: int
    missing: int
    stale: int
    audience: int
    extra: int
    moved: int
    generation: str
    cut: bool  # there was more than could be looked at: build anew

    @property
    def faults(self) -> int:
        return self.missing + self.stale + self.audience + self.extra


def reconcile(*, asked_by: str = "") -> Report:
    """Compare, record outbox rows for what is missing, stale or shown to the wrong people, remove what is extra.

    Raises `runs.Busy` while another comparison runs, Unavailable when the engine is away or has no index.
    """
    engine = get_engine()
    with runs.running(SearchRun.Kind.RECONCILE, engine.name, asked_by) as run:
        live = targets.serving(engine)
        if live is None:
            raise Unavailable("there is no index to compare: build it first")
        found = differences(engine, live, beat=lambda: runs.renew(run))
        outbox.pass_by(found.newest)
        extra = [key for key, why in found.by_key.items() if why == EXTRA]
        outbox.record_many([registry.base_key(key) for key, why in found.by_key.items() if why != EXTRA], "differs")
        for start in range(0, len(extra), CHUNK):
            _remove(engine, extra[start : start + CHUNK])
        counts = {why: found.count(why) for why in (*FAULTS, MOVED)}
        run.counts = {"checked": found.checked, **counts}
    return Report(found.checked, generation=live, cut=found.cut, **counts)


def _remove(engine: SearchEngine, keys: list[str]) -> None:
    """Delete entries that no object has, at a number drawn before the objects are looked for once more."""
    numbers = dict(zip(keys, outbox.draw(len(keys)), strict=True))
    there = {entry.key for entry in _entries_of(keys)}
    gone = [(key, number) for key, number in numbers.items() if key not in there]
    for name in targets.names(engine):
        engine.write(name, [], gone)


def differences(
    engine: SearchEngine, generation: str, *, kinds: Iterable[str] | None = None, beat: Callable[[], object] = int
) -> Differences:
    """How the generation differs from the database. Keys that wait in the outbox are on their way, and no difference.

    What differs is looked at again, as an entry may change and be sent between reading one side and the other: it is
    a fault only if it differs each time. `beat` is called once a page.
    """
    found = _pass(engine, generation, kinds, beat)
    for _ in range(LOOKS):
        suspects = {key for key, why in found.by_key.items() if why != MOVED}
        if not suspects or found.cut:
            break
        again = _again(engine, generation, suspects)
        found.by_key = {key: again.get(key, why) for key, why in found.by_key.items() if why == MOVED or key in again}
        beat()
    return found


def _pass(
    engine: SearchEngine, generation: str, kinds: Iterable[str] | None, beat: Callable[[], object]
) -> Differences:
    engine.counts(generation)  # whatever was written so far is read from here on
    found = Differences()
    only = None if kinds is None else set(kinds)
    held = (entry for entry in engine.stored(generation) if only is None or entry.kind in only)
    broken: set[str] = set()
    pairs = _merged(held, _expected(only, broken, beat))
    some: dict[str, str] = {}
    for have, want in pairs:
        found.checked += want is not None
        found.newest = max(found.newest, have.version if have else 0)
        why = reason(have, want)
        if not why:
            continue
        if len(found.by_key) + len(some) >= MOST:
            found.cut = True
            continue
        some[(have or want).key] = why  # type: ignore[union-attr]
        if len(some) >= CHUNK:
            found.by_key |= _settled(some, broken)
            some = {}
    found.by_key |= _settled(some, broken)
    return found


def _merged(held: Iterable[Entry], wanted: Iterable[Entry]) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Pairs of (as the index has it, as it ought to be) by key; None where one side lacks it. Both come in order."""
    left, right = iter(held), iter(wanted)
    have, want = next(left, None), next(right, None)
    while have or want:
        if want is None or (have is not None and have.key < want.key):
            yield have, None
            have = next(left, None)
        elif have is None or want.key < have.key:
            yield None, want
            want = next(right, None)
        else:
            yield have, want
            have, want = next(left, None), next(right, None)


def _expected(only: set[str] | None, broken: set[str], beat: Callable[[], object]) -> Iterator[Entry]:
    """Every entry of the database in the order of keys: keys are compared as text, so numbers are too."""
    for source in sorted(registry.sources(), key=lambda source: f"{source.kind}:"):
        if only is None or source.kind in only:
            pks = sorted(source.live_pks(), key=str)
            for start in range(0, len(pks), registry.PAGE):
                entries, errors = registry.read_entries(source, pks[start : start + registry.PAGE])
                broken.update(errors)
                beat()
                yield from sorted(entries, key=lambda entry: entry.key)


def _settled(some: dict[str, str], broken: set[str]) -> dict[str, str]:
    """Without keys that are on their way, and without objects whose entry cannot be built."""
    bases = {registry.base_key(key) for key in some}
    waiting = set(
        SearchOutbox.objects.filter(key__in=bases, state=SearchOutbox.State.WAITING).values_list("key", flat=True)
    )
    return {
        key: why
        for key, why in some.items()
        if not {registry.base_key(key)} & (waiting | broken) and key not in waiting
    }


def _again(engine: SearchEngine, generation: str, keys: set[str]) -> dict[str, str]:
    engine.counts(generation)
    held = {entry.key: entry for entry in engine.stored(generation) if entry.key in keys}
    wanted = {entry.key: entry for entry in _entries_of(keys)}
    reasons = {key: reason(held.get(key), wanted.get(key)) for key in keys}
    return _settled({key: why for key, why in reasons.items() if why}, set())


def _entries_of(keys: Iterable[str]) -> Iterator[Entry]:
    pks: dict[Source, set[int]] = {}
    for key in keys:
        kind, pk = registry.split_key(key)
        source = registry.source_of(kind)
        if source:
            pks.setdefault(source, set()).add(pk)
    for source, numbers in pks.items():
        ordered = sorted(numbers)
        for start in range(0, len(ordered), registry.PAGE):
            yield from registry.read_entries(source, ordered[start : start + registry.PAGE])[0]


def reason(have: Entry | None, want: Entry | None) -> str:
    """Why the two differ; empty when they do not. Texts are compared as an index may hold them: cleaned and cut."""
    if have is None:
        return MISSING if want is not None else ""
    if want is None:
        return EXTRA
    if have.audience != want.audience:
        return AUDIENCE
    if _content(have) != _content(want) or not _same_moment(have, want):
        return STALE
    moved = set(have.status) != set(want.status) or abs(have.popularity - want.popularity) > 0.001
    return MOVED if moved else ""


def _content(entry: Entry) -> tuple[object, ...]:
    texts = (clean(getattr(entry, name), TEXT_LIMIT) for name in TEXTS)
    return entry.kind, entry.url, *texts, *(frozenset(getattr(entry, name)) for name in LISTS)


def _same_moment(have: Entry, want: Entry) -> bool:
    """To the second: an engine may hold the moment as a number."""
    if have.published is None or want.published is None:
        return have.published is want.published
    return abs((have.published - want.published).total_seconds()) < 1
