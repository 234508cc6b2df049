"""The engine: reads through the alias of its own form, in at most two calls a page; writing is in `generations`."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rapidfuzz.distance import OSA

from search.engines.elasticsearch import query as ask
from search.engines.elasticsearch.answers import hit_of
from search.engines.elasticsearch.client import Connection, guarded
from search.engines.elasticsearch.explained import explained, parts_of, shares_of
from search.engines.elasticsearch.generations import Generations, whole
from search.ports import STOP, Entry, Query, Ranking, Refusal, Results, Share, Synonym, Unavailable
from search.text import CORRECTED, Unit, bare, doubtful_words, edits_of, no_synonyms, units_of, words

EXPLAINED = 10
SHORTEST_S = 0.05  # a second call gets this much even when the first took nearly all
COMPLETED, SPELT = 8, 12  # words of a text that are completed or corrected

Answer = Mapping[str, Any]


class ElasticsearchEngine:
    name = "elasticsearch"

    def __init__(
        self,
        url: str,
        alias: str,
        ranking: Ranking | None = None,
        synonyms: Callable[[], tuple[Synonym, ...]] = no_synonyms,
        read_timeout: float = 1.0,
        write_timeout: float = 30.0,
        replicas: int = 0,
        api_key: str = "",
        ca_certs: str = "",
    ) -> None:
        """`url` may hold a name and a secret; neither is ever in an error. Timeouts are seconds."""
        self.connection = Connection(url, read_timeout, write_timeout, api_key, ca_certs)
        self.generations = Generations(self.connection, alias, replicas)
        self.patience_s = read_timeout
        self.ranking = ranking or Ranking()
        self.synonyms = synonyms

    def close(self) -> None:
        self.connection.close()

    # -- writing -----------------------------------------------------------------------------------
    def create(self) -> str:
        return self.generations.create()

    def write(
        self, generation: str, upserts: Iterable[Entry], deletes: Iterable[tuple[str, int]]
    ) -> Mapping[str, Refusal]:
        return self.generations.write(generation, upserts, deletes)

    def counts(self, generation: str) -> Mapping[str, int]:
        return self.generations.counts(generation)

    def publish(self, generation: str) -> None:
        self.generations.publish(generation)

    def drop(self, generation: str) -> None:
        self.generations.drop(generation)

    def live(self) -> str | None:
        return self.generations.live()

    def stored(self, generation: str) -> Iterator[Entry]:
        return self.generations.stored(generation)

    # -- reading -----------------------------------------------------------------------------------
    def ask(self, *bodies: Mapping[str, Any], left_s: float | None = None) -> list[Answer]:
        """One call, whatever the number of questions. Raises Unavailable for anything but whole answers.

        `left_s`: seconds that the page may still wait, where it has waited before.
        """
        seconds = self.patience_s if left_s is None else max(left_s, SHORTEST_S)
        patient = [{**body, "timeout": patience(seconds)} for body in bodies]
        client, index = self.connection.reader.options(request_timeout=seconds), self.generations.reading
        with guarded():
            if len(patient) == 1:
                answers: list[Any] = [client.search(index=index, body=patient[0]).body]
            else:
                lines = [line for body in patient for line in ({}, body)]
                answers = client.msearch(index=index, searches=lines).body["responses"]
        for answer in answers:
            if "error" in answer:
                raise Unavailable(f"{answer['error'].get('type')} {answer.get('status')}")
            whole(answer)
        return answers

    def search(self, query: Query) -> Results:
        """Raises ValueError for an unknown filter or facet, Unavailable."""
        if not ask.known(query.filters, query.facets):
            raise ValueError("unknown filter")
        synonyms = self.synonyms() if query.synonyms is None else query.synonyms
        units = units_of(query.text, synonyms)
        if not query.tokens or (query.text.strip() and not units):
            return Results(0, [], {name: [] for name in query.facets}, False)
        may_relax = bool(units) and query.relax and query.keys is None
        doubtful = doubtful_words(units) if may_relax else []
        plain = len(units) == 1 and not (query.exclude or query.since or query.until)
        checks = [] if plain else self._checks(query, doubtful)
        near = [ask.spelling(doubtful, CORRECTED)] if query.suggest and doubtful else []
        began = time.monotonic()
        answer, *told = self.ask(ask.page(query, units, self.ranking, "and"), *checks, *near)
        found = _before(answer)
        checked = told[: len(checks)]
        relaxed, missing, suggestion = False, list[str](), ""
        if may_relax and found < (self.ranking.enough_for(query.size) if len(units) > 1 else 1):
            if plain:
                missing = doubtful
            else:
                missing = [word for word, check in zip(doubtful, checked, strict=True) if not _total(check)]
            if missing or len(units) > 1:
                better = corrected(query.text, missing, told[-1]) if near else ""
                bodies = [ask.page(query, units, self.ranking, "or", missing), *self._finds(query, better)]
                loose, *confirmed = self.ask(*bodies, left_s=self.patience_s - (time.monotonic() - began))
                relaxed = _before(loose) > found
                answer, missing = (loose, missing) if relaxed else (answer, [])
                suggestion = better if confirmed and _total(confirmed[0]) else ""
        return self._results(query, units, answer, relaxed, missing, suggestion)

    def _finds(self, query: Query, text: str) -> list[dict[str, Any]]:
        """Whether this caller finds anything by all words of a corrected text; no question for an empty one."""
        units = [Unit(((word,),)) for word in words(text) if word not in STOP]
        return ask.counted(query, [ask.matching(units, self.ranking, "and")]) if units else []

    def _checks(self, query: Query, doubtful: Sequence[str]) -> list[dict[str, Any]]:
        """For each word whether any entry that this caller may find has it, whatever else is asked."""
        caller = replace(query, exclude=(), keys=None, since=None, until=None)
        return ask.counted(caller, [ask.matching([Unit(((word,),))], self.ranking, "and") for word in doubtful])

    def _shares(
        self, query: Query, units: Sequence[Unit], relaxed: bool, missing: Sequence[str], keys: Sequence[str]
    ) -> dict[str, list[Share]]:
        parts = parts_of(units, self.ranking, missing)
        every = ask.matching(units, self.ranking, "and", missing) if relaxed and len(units) > 1 else None
        with guarded():
            answer = self.connection.reader.search(
                index=self.generations.reading,
                body={**explained(query, keys, parts, every), "timeout": patience(self.patience_s)},
                include_named_queries_score=True,
            ).body
        whole(answer)
        return {hit["_id"]: shares_of(hit, parts, query, self.ranking) for hit in answer["hits"]["hits"]}

    def _results(
        self,
        query: Query,
        units: Sequence[Unit],
        answer: Answer,
        relaxed: bool,
        missing: Sequence[str],
        suggestion: str,
    ) -> Results:
        cased = [unit.cased for unit in units if unit.cased]
        found = answer["hits"]["hits"]
        shares: dict[str, list[Share]] = {}
        if query.explain and found:
            shares = self._shares(query, units, relaxed, missing, [hit["_id"] for hit in found[:EXPLAINED]])
        facets = {
            name: [(bucket["key"], bucket["doc_count"]) for bucket in _buckets(answer["aggregations"][name])]
            for name in query.facets
        }
        hits = [hit_of(hit, cased, shares.get(hit["_id"], ())) for hit in found]
        return Results(_total(answer), hits, facets, relaxed, suggestion)

    def complete(self, query: Query) -> Sequence[tuple[str, str]]:
        parts = words(query.text)[:COMPLETED]
        if not parts or not query.tokens:
            return []
        (answer,) = self.ask(ask.completion(query, parts))
        return [(hit["_id"], hit["_source"]["title"]) for hit in answer["hits"]["hits"]]

    def suggest(self, query: Query) -> str | None:
        """A correction, offered only when this caller finds an entry by it: no word of a hidden entry leaks."""
        spelt = list(words(query.text))[:SPELT]
        doubtful = doubtful_words([Unit(((word,),)) for word in spelt], limit=SPELT)
        if not query.tokens or not doubtful:
            return None
        near, *checked = self.ask(ask.spelling(doubtful, CORRECTED), *self._checks(query, doubtful))
        missing = [word for word, check in zip(doubtful, checked, strict=True) if not _total(check)]
        better = corrected(query.text, missing, near)
        if not better:
            return None
        (answer,) = self.ask(*self._finds(query, better))
        return better if _total(answer) else None

    # -- state -------------------------------------------------------------------------------------
    def health(self) -> Mapping[str, object]:
        """`state` is "ok", "missing" or "away", with a `reason` where it is not ok."""
        told: dict[str, object] = {"engine": self.name, "state": "away", "version": "", "generation": ""}
        told |= {"entries": 0, "kinds": {}}
        try:
            with guarded():
                told["version"] = self.connection.reader.info()["version"]["number"]
            told["state"] = "missing"
            generation = self.live()
            if generation is None:
                return {**told, "reason": "the search index has not been built yet, or has an older form"}
            (answer,) = self.ask(ask.kinds())
        except Unavailable as error:
            return {**told, "state": "away", "reason": str(error)}
        kinds = {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"]["kinds"]["buckets"]}
        entries = sum(kinds.values())
        return {
            **told,
            "state": "ok",
            "generation": generation,
            "entries": entries,
            "kinds": dict(sorted(kinds.items())),
        }


def patience(seconds: float) -> str:
    """The server gives up before the client does."""
    return f"{int(seconds * 800)}ms"


def corrected(text: str, missing: Sequence[str], near: Answer) -> str:
    """The text with the nearest word for each of those that are missing; empty where none is near."""
    options = {told["text"]: told["options"] for told in near["suggest"]["near"]}
    better = {word: nearest for word in missing if (nearest := _nearest(word, options))}
    return " ".join(better.get(word, word) for word in words(text)[:SPELT]) if better else ""


def _total(answer: Answer) -> int:
    return int(answer["hits"]["total"]["value"])


def _before(answer: Answer) -> int:
    """What was found before facets were chosen: a choice of them must not change how words are read."""
    before = answer.get("aggregations", {}).get("before")
    return int(before["doc_count"]) if before else _total(answer)


def _buckets(counts: Answer) -> Any:
    return (counts.get("values") or counts)["buckets"]


def _nearest(word: str, offered: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """The nearest word, then the one in most entries; empty where none is near enough."""
    plain = bare(word)
    options = offered.get(plain) or offered.get(word) or ()
    ranked = [(OSA.distance(plain, option["text"]), -option["freq"], str(option["text"])) for option in options]
    distance, _, best = min(ranked, default=(len(word), 0, ""))
    return best if distance <= edits_of(word) else ""
