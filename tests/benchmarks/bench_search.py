"""Search on both engines, every variant in one interleaved run: python tests/benchmarks/bench_search.py [sizes...].

Sizes are numbers of made-up entries of about 3 kB (20000 100000 unless named); the embedded engine takes part up to
20,000. Prints p50 and p99 in milliseconds. Exit 1 where a goal is missed; goals are ratios of p50 inside this run:
what our code adds to the very same questions sent by the plain client, and what a page costs against the least that
any page must ask. Needs a server: TEST_ELASTICSEARCH_URL (infra/services/elasticsearch/start says where it is).
"""

import os
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from elasticsearch import Elasticsearch  # noqa: E402 - the plain client, to compare with

from search.engines.elasticsearch import ElasticsearchEngine  # noqa: E402
from search.engines.elasticsearch.engine import patience  # noqa: E402
from search.engines.fts5 import FTS5Engine  # noqa: E402
from search.ports import FACETS, Entry, Query, SearchEngine  # noqa: E402

SIZES = [int(size) for size in sys.argv[1:]] or [20_000, 100_000]
EMBEDDED = 20_000  # the embedded engine's largest size
QUERIES, BLOCK, ROUNDS = 200, 20, 3  # the first round warms and is left out
OVERHEAD, FLOOR, CALLS = 1.3, 5.0, 2  # goals
NOW = datetime(2026, 11, 1, tzinfo=UTC)
TOKENS = frozenset({"public", "members", "party:3"})
TOPICS = [f"topic-{n}" for n in range(12)]
SECTORS = [f"sector-{n}" for n in range(6)]
PARTNERS = [f"partner-{n}" for n in range(40)]
KINDS = ("guidance", "news", "horizon", "story", "event", "partner", "isp", "dataset")
WORDS = 30_000
ENTRY_WORDS = 430

Timed = dict[str, list[float]]


# -- what is searched --------------------------------------------------------------------------------
def vocabulary(chance: random.Random) -> list[str]:
    starts, middles, ends = (
        ["b", "br", "c", "cl", "d", "f", "g", "gr", "h", "l", "m", "n", "p", "pr", "s", "st", "t", "tr", "v", "w"],
        ["a", "e", "i", "o", "u", "ai", "ea", "ou"],
        (["n", "r", "l", "s", "t", "nd", "rt", "ck", "m", "d", "ning", "ler", "tion", "ment"]),
    )
    found: dict[str, None] = {}
    while len(found) < WORDS:
        syllables = chance.choice((1, 2, 2, 3))
        found[
            "".join(chance.choice(starts) + chance.choice(middles) for _ in range(syllables)) + chance.choice(ends)
        ] = None
    return list(found)


def weights() -> list[float]:
    """Few words are most of any text."""
    total, sums = 0.0, []
    for rank in range(WORDS):
        total += 1 / (rank + 2.7)
        sums.append(total)
    return sums


def entries(count: int, words: list[str]) -> Iterator[Entry]:
    chance, sums = random.Random(count), weights()
    for n in range(count):
        text = chance.choices(words, cum_weights=sums, k=ENTRY_WORDS)
        kind = KINDS[n % len(KINDS)]
        audience = {"members"} if n % 3 else {"public", "members"}
        yield Entry(
            key=f"{kind}:{n}",
            version=1,
            kind=kind,
            url=f"/{kind}/{n}",
            title=" ".join(text[:6]).capitalize(),
            audience=frozenset({f"party:{n % 50}"} if n % 10 == 0 else audience),
            headings=" ".join(text[6:14]),
            summary=" ".join(text[14:34]).capitalize() + ".",
            body=". ".join(" ".join(text[at : at + 14]).capitalize() for at in range(34, ENTRY_WORDS, 14)) + ".",
            topic=chance.sample(TOPICS, 2),
            sector=(chance.choice(SECTORS),),
            partner=(chance.choice(PARTNERS),),
            status=("in_force",) if kind == "isp" else (),
            published=NOW - timedelta(days=chance.randrange(1800)),
            popularity=chance.random(),
        )


def questions(words: list[str]) -> Iterator[str]:
    """One to four words, neither the commonest nor the rarest."""
    chance, sums = random.Random(4), weights()
    while True:
        found = [word for word in chance.choices(words, cum_weights=sums, k=40) if word not in words[:20]]
        yield " ".join(found[: chance.randint(1, 4)])


def page(text: str, **more: Any) -> Query:
    return Query(text, TOKENS, kinds=KINDS, facets=FACETS, now=NOW, suggest=True, **more)


# -- how it is measured ------------------------------------------------------------------------------
def interleaved(variants: dict[str, tuple[Sequence[Any], Callable[[Any], object]]]) -> Timed:
    """Milliseconds of each call: blocks of queries in turn, so that a busy moment touches every variant."""
    taken: Timed = {name: [] for name in variants}
    for turn in range(ROUNDS):
        for start in range(0, QUERIES, BLOCK):
            for name, (asked, ask) in variants.items():
                for one in asked[start : start + BLOCK]:
                    began = time.perf_counter()
                    ask(one)
                    if turn:
                        taken[name].append((time.perf_counter() - began) * 1000)
    return taken


def p50(times: Sequence[float]) -> float:
    return statistics.median(times)


def p99(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


class Watched:
    """The calls that an engine makes to its server."""

    def __init__(self, engine: ElasticsearchEngine) -> None:
        self.engine = engine
        self.calls = 0
        self.asked: list[tuple[dict[str, Any], ...]] = []
        self._ask = engine.ask
        self._transport = engine.connection.reader.transport
        self._perform = self._transport.perform_request

    def __enter__(self) -> "Watched":
        def ask(*bodies: Any, **more: Any) -> Any:
            self.asked.append(bodies)
            return self._ask(*bodies, **more)

        def perform(*args: Any, **more: Any) -> Any:
            self.calls += 1
            return self._perform(*args, **more)

        self.engine.ask = ask  # type: ignore[method-assign]
        self._transport.perform_request = perform  # type: ignore[method-assign]
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.ask = self._ask  # type: ignore[method-assign]
        self._transport.perform_request = self._perform  # type: ignore[method-assign]


def prepared(engine: ElasticsearchEngine, texts: Iterator[str]) -> tuple[list[str], list[str], list[Any], int]:
    """(random texts, texts that need no second pass, their questions as sent, the most calls of a page)."""
    anything: list[str] = []
    sent: list[tuple[str, Any]] = []
    most = 0
    while len(sent) < QUERIES or len(anything) < QUERIES:
        text = next(texts)
        with Watched(engine) as watched:
            engine.search(page(text))
        most = max(most, watched.calls)
        if len(anything) < QUERIES:
            anything.append(text)
        if len(watched.asked) == 1 and len(sent) < QUERIES:
            sent.append((text, tuple({**body, "timeout": patience(engine.patience_s)} for body in watched.asked[0])))
    return anything, [text for text, _ in sent], [bodies for _, bodies in sent], most


def misspelt(text: str) -> str:
    return " ".join(word[:2] + word[3:4] + word[2:3] + word[4:] for word in text.split())


# -- the two engines ---------------------------------------------------------------------------------
def filled(engine: SearchEngine, count: int, words: list[str]) -> float:
    """Entries a second."""
    name, made, spent = engine.create(), entries(count, words), 0.0
    while batch := [one for _, one in zip(range(500), made, strict=False)]:
        began = time.perf_counter()
        refused = engine.write(name, batch, [])
        spent += time.perf_counter() - began
        assert not refused, refused
    began = time.perf_counter()
    engine.publish(name)
    return count / (spent + time.perf_counter() - began)


def embedded_variants(engine: FTS5Engine, texts: list[str], anything: list[str]) -> dict[str, Any]:
    return {
        "FTS5: page, not relaxed": (texts, lambda text: engine.search(page(text))),
        "FTS5: the same, no facets, no highlights": (
            texts,
            lambda text: engine.search(Query(text, TOKENS, kinds=KINDS, now=NOW, marks=False)),
        ),
        "FTS5: page, all words then some": (anything, lambda text: engine.search(page(text))),
        "FTS5: completion": (texts, lambda text: engine.complete(Query(text[:4], TOKENS, size=8))),
        "FTS5: correction": (texts, lambda text: engine.suggest(Query(misspelt(text), TOKENS))),
    }


def variants_of(
    engine: ElasticsearchEngine, client: Elasticsearch, texts: list[str], sent: list[Any], anything: list[str]
) -> dict[str, Any]:
    index = engine.generations.reading

    def bare(text: str) -> object:
        return client.search(index=index, query={"match": {"body": text}}, size=10, source=["title", "summary"])

    def floor(text: str) -> object:
        allowed = [{"terms": {"audience": sorted(TOKENS)}}]
        query = {"bool": {"must": [{"match": {"body": text}}], "filter": allowed}}
        return client.search(index=index, query=query, size=10, track_total_hits=True, source=["title", "summary"])

    def replayed(bodies: tuple[dict[str, Any], ...]) -> object:
        if len(bodies) == 1:
            return client.search(index=index, body=bodies[0])
        return client.msearch(index=index, searches=[line for body in bodies for line in ({}, body)])

    return {
        "bare match, ten hits": (texts, bare),
        "the same, filtered, counted (the floor)": (texts, floor),
        "the page's questions, plain client": (sent, replayed),
        "engine.search, not relaxed": (texts, lambda text: engine.search(page(text))),
        "the same, no facets, no highlights": (
            texts,
            lambda text: engine.search(Query(text, TOKENS, kinds=KINDS, now=NOW, marks=False)),
        ),
        "page, all words then some": (anything, lambda text: engine.search(page(text))),
        "completion": (texts, lambda text: engine.complete(Query(text[:4], TOKENS, size=8))),
        "correction": (texts, lambda text: engine.suggest(Query(misspelt(text), TOKENS))),
    }


def measure(url: str, count: int, words: list[str], folder: Path) -> list[str]:
    """Print one table; what it missed."""
    engine = ElasticsearchEngine(url, f"bench-{secrets.token_hex(4)}", read_timeout=60, write_timeout=120)
    client = Elasticsearch(url, request_timeout=60, max_retries=0)
    embedded = FTS5Engine(folder / f"{count}.sqlite3") if count <= EMBEDDED else None
    try:
        rate = filled(engine, count, words)
        live = engine.live() or ""
        client.indices.forcemerge(index=live, max_num_segments=5)
        size = client.indices.stats(index=live)["_all"]["total"]["store"]["size_in_bytes"]
        anything, texts, sent, most = prepared(engine, questions(words))
        relaxed = sum(text not in texts for text in anything) / len(anything)
        variants = variants_of(engine, client, texts, sent, anything)
        written = f"Elasticsearch {rate:.0f}/s, {size / 1e6:.0f} MB"
        if embedded:
            rate = filled(embedded, count, words)
            size = sum(path.stat().st_size for path in folder.glob(f"{count}-*"))
            written += f"; FTS5 {rate:.0f}/s, {size / 1e6:.0f} MB"
            variants |= embedded_variants(embedded, texts, anything)
        taken = interleaved(variants)
    finally:
        for index in client.indices.get(index=f"{engine.generations.alias}-*").body:
            client.indices.delete(index=index)
        if embedded:
            embedded.generations.close()
    print(
        f"{count:,} entries; written: {written}; {relaxed:.0%} of random questions relaxed; at most {most} calls a page"
    )
    print(f"{'':44}{'p50 ms':>9}{'p99 ms':>9}")
    for name, times in taken.items():
        print(f"{name:44}{p50(times):9.1f}{p99(times):9.1f}", flush=True)
    ours = p50(taken["engine.search, not relaxed"])
    missed = [f"{count:,}: {most} calls a page, not {CALLS}"] if most > CALLS else []
    for name, goal in (
        ("the page's questions, plain client", OVERHEAD),
        ("the same, filtered, counted (the floor)", FLOOR),
    ):
        ratio = ours / p50(taken[name])
        print(f"engine.search is {ratio:.2f} times {name!r} (goal: at most {goal})", flush=True)
        if ratio > goal:
            missed.append(f"{count:,}: {ratio:.2f} times {name!r}, not {goal}")
    return missed


def main() -> int:
    url = os.environ.get("TEST_ELASTICSEARCH_URL", "")
    if not url:
        print("no server: infra/services/elasticsearch/start, then set TEST_ELASTICSEARCH_URL")
        return 1
    words = vocabulary(random.Random(1))
    missed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        for count in SIZES:
            missed += measure(url, count, words, Path(folder))
    for line in missed:
        print(f"MISSED {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
