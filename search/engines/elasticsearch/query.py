"""Questions in Elasticsearch's words. Weights come from Ranking, words from search.text; nothing is analysed twice."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.function import SF
from elasticsearch.dsl.query import Query as Clause

from search.engines.elasticsearch.mapping import COMBINED
from search.ports import FACETS, RECENT_KINDS, Query, Ranking
from search.text import CLOSE, OPEN, Unit, cased_token, edits_of, pairs_of, single_of, words

FACET_VALUES = 50
KINDS = 1000
DEEPEST = 10_000  # results that can be paged through; the server refuses more
FRAGMENT = 180  # letters of a snippet
SUMMARY_LETTERS = 200
NEAR = ("title", "summary", "body")  # where neighbouring words are looked for
WIDENED = 50  # near words that stand in for one that is not there
SHOWN = ("title", "summary")


def weighted(ranking: Ranking) -> list[str]:
    return [f"{name}^{getattr(ranking, name)}" for name in COMBINED]


def matching(units: Sequence[Unit], ranking: Ranking, operator: str, missing: Collection[str] = ()) -> Clause:
    """What finds. Plain words in one clause over all fields, so that they may be spread over them.

    `missing` are words to be widened to near ones, where `operator` is "or".
    """
    plain = [word for unit in units if (word := single_of(unit)) and word not in missing]
    clauses = []
    if plain:
        fields = weighted(ranking)
        clauses.append(Q("combined_fields", query=" ".join(plain), fields=fields, operator=operator))
    clauses += [unit_clause(unit, ranking) for unit in units if not single_of(unit)]
    clauses += [near(word, ranking) for word in dict.fromkeys(missing)]
    if len(clauses) == 1:
        return clauses[0]
    return Q("bool", must=clauses) if operator == "and" else Q("bool", should=clauses, minimum_should_match=1)


def near(word: str, ranking: Ranking, fields: list[str] | None = None) -> Clause:
    """Words like this one, where nothing has the word itself."""
    return Q(
        "multi_match",
        query=word,
        fields=fields or weighted(ranking),
        fuzziness=edits_of(word),
        prefix_length=1,
        max_expansions=WIDENED,
    )


def unit_clause(unit: Unit, ranking: Ranking) -> Clause:
    """Any phrase of the unit, or its word exactly as it is written."""
    found = [clause for _, clause in ways(unit, weighted(ranking))]
    return found[0] if len(found) == 1 else Q("bool", should=found, minimum_should_match=1)


def as_one(phrase: Sequence[str]) -> float:
    """The server adds up the words of a phrase; it counts as one word, as in the other engine."""
    return 1 / len(phrase)


def ways(unit: Unit, fields: list[str]) -> list[tuple[str, Clause]]:
    """(words, clause) of each way in which these fields may hold the unit."""
    found = []
    for phrase in unit.phrases:
        text = " ".join(phrase)
        if len(phrase) == 1:
            found.append((text, Q("combined_fields", query=text, fields=fields)))
        else:
            found.append((text, Q("multi_match", query=text, type="phrase", fields=fields, boost=as_one(phrase))))
    if unit.cased:
        folded = Q("combined_fields", query=unit.cased, fields=fields)
        exact = Q("term", cased=cased_token(unit.cased))
        found.append((unit.cased, Q("bool", must=[folded], filter=[exact])))
    return found


def title_bonuses(units: Sequence[Unit], ranking: Ranking) -> list[tuple[str, Clause]]:
    """(words, clause): what the title adds that holds the words as they are written, without stemming."""
    plain = [word for unit in units if (word := single_of(unit))]
    phrases = [phrase for unit in units if not single_of(unit) for phrase in unit.phrases]
    phrases += [words(unit.cased) for unit in units if unit.cased]
    found = []
    if plain:
        found.append((" ".join(plain), Q("match", title__plain=_boosted(" ".join(plain), ranking.exact_title))))
    for phrase in phrases:
        boost = ranking.exact_title * as_one(phrase)
        found.append((" ".join(phrase), Q("match_phrase", title__plain=_boosted(" ".join(phrase), boost))))
    return found


def pair_bonuses(units: Sequence[Unit], ranking: Ranking) -> list[tuple[str, Clause]]:
    """(words, clause): what neighbouring words add that stand close together."""
    return [
        (
            f"{first} {second}",
            Q(
                "multi_match",
                query=f"{first} {second}",
                type="phrase",
                slop=ranking.pair_slop,
                boost=ranking.pair,
                fields=list(NEAR),
            ),
        )
        for first, second in pairs_of(units, ranking.pair_limit)
        if ranking.pair
    ]


def _boosted(text: str, boost: float) -> dict[str, Any]:
    return {"query": text, "boost": boost}


def allowed(query: Query) -> list[Clause]:
    """Who may find what: the one place where an audience becomes a filter. No tokens find nothing."""
    clauses: list[Clause] = [Q("terms", audience=sorted(query.tokens))]
    if query.kinds is not None:
        clauses.append(Q("terms", kind=list(query.kinds)))
    if query.keys is not None:
        clauses.append(Q("ids", values=list(query.keys)))
    bounds = {
        name: moment.astimezone(UTC).isoformat()
        for name, moment in (("gte", query.since), ("lt", query.until))
        if moment
    }
    if bounds:
        clauses.append(Q("range", published=bounds))
    return clauses


def found(query: Query, clause: Clause | None, bonuses: Sequence[Clause] = ()) -> Clause:
    """The entries this caller may find by the clause."""
    hidden = [Q("ids", values=list(query.exclude))] if query.exclude else []
    return Q("bool", must=[clause] if clause else [], should=bonuses, filter=allowed(query), must_not=hidden)


def counted(query: Query, clauses: Sequence[Clause]) -> list[dict[str, Any]]:
    """For each clause a question that asks only whether this caller finds anything by it."""
    if not clauses:
        return []
    rest = found(query, None).to_dict()["bool"]  # once: it is the same in all of them
    return [
        {"query": {"bool": {**rest, "must": [clause.to_dict()]}}, "size": 0, "track_total_hits": 1}
        for clause in clauses
    ]


@lru_cache(maxsize=8)
def lasting_boosts(ranking: Ranking) -> tuple[dict[str, Any], ...]:
    """What a score is multiplied by, whatever is asked and whenever."""
    popular = SF({"field_value_factor": {"field": "popularity", "missing": 0}, "weight": ranking.popularity})
    return (SF({"weight": 1}).to_dict(), popular.to_dict())


@lru_cache(maxsize=1)
def fading() -> dict[str, Any]:
    """Entries that fade with age."""
    fades: dict[str, Any] = Q(
        "bool", filter=[Q("terms", kind=list(RECENT_KINDS)), Q("exists", field="published")]
    ).to_dict()
    return fades


def recency(query: Query, ranking: Ranking) -> dict[str, Any]:
    """Straight down to nothing: plain arithmetic, so that the other engine ranks alike."""
    now = (query.now or datetime.now(UTC)).astimezone(UTC).isoformat()
    line = {"published": {"origin": now, "scale": f"{ranking.recency_days * 12}h", "decay": 0.5}}
    return {"linear": line, "filter": fading(), "weight": ranking.recency}


def first_those_with_all(scored: Mapping[str, Any], every: Clause, ranking: Ranking) -> dict[str, Any]:
    """The same question, where entries that have every word count more: times one and `Ranking.all_words`."""
    more = {"filter": every.to_dict(), "weight": 1 + ranking.all_words}
    return {"query": {"function_score": scored}, "functions": [more], "boost_mode": "multiply"}


def page(
    query: Query, units: Sequence[Unit], ranking: Ranking, operator: str, missing: Collection[str] = ()
) -> dict[str, Any]:
    """The body of one page of results, with its facets and marks."""
    clause = matching(units, ranking, operator, missing) if units else None
    bonuses = [bonus for _, bonus in (*title_bonuses(units, ranking), *pair_bonuses(units, ranking))]
    text = found(query, clause, bonuses) if clause else Q("constant_score", filter=found(query, None))
    scored = {
        "query": text.to_dict(),
        "functions": [*lasting_boosts(ranking), recency(query, ranking)],
        "score_mode": "sum",
        "boost_mode": "multiply",
    }
    if operator == "or" and len(units) > 1 and ranking.all_words:
        scored = first_those_with_all(scored, matching(units, ranking, "and", missing), ranking)
    offset = min(query.offset, DEEPEST)
    body: dict[str, Any] = {
        "query": {"function_score": scored},
        "_source": list(SHOWN),
        "from": offset,
        "size": min(query.size, DEEPEST - offset),
        "sort": order(query),
        "track_total_hits": True,
        "track_scores": True,
    }
    chosen = {name: Q("terms", **{name: list(values)}) for name, values in query.filters.items() if values}
    aggs = {
        name: counts_under(name, [clause for other, clause in chosen.items() if other != name]) for name in query.facets
    }
    if chosen:  # after the counts, so that each facet still shows its other choices
        body["post_filter"] = Q("bool", filter=list(chosen.values())).to_dict()
        aggs["before"] = A("filter", Q("match_all")).to_dict()
    if aggs:
        body["aggs"] = aggs
    if query.marks and clause:
        body["highlight"] = highlight(clause)
    return body


@lru_cache(maxsize=len(FACETS))
def counts_of_all(name: str) -> dict[str, Any]:
    """How many entries have each value of a facet."""
    counts: dict[str, Any] = A("terms", field=name, size=FACET_VALUES).to_dict()
    return counts


def counts_under(name: str, others: Sequence[Clause]) -> dict[str, Any]:
    """The same, of those that have what was chosen in the other facets."""
    if not others:
        return counts_of_all(name)
    return {**A("filter", Q("bool", filter=list(others))).to_dict(), "aggs": {"values": counts_of_all(name)}}


def order(query: Query) -> list[Any]:
    ways: dict[str, list[Any]] = {
        "relevance": ["_score", {"published": "desc"}, "key"],
        "newest": [{"published": "desc"}, "_score", "key"],
        "title": ["order", "key"],
    }
    if not query.first:
        return ways[query.sort]
    script = {"source": "doc['key'].value == params.first ? 0 : 1", "params": {"first": query.first}}
    return [{"_script": {"type": "number", "script": script, "order": "asc"}}, *ways[query.sort]]


def highlight(clause: Clause) -> dict[str, Any]:
    """The words marked: all of the title, and the best piece of each other field."""
    piece = {"number_of_fragments": 1, "fragment_size": FRAGMENT}
    return {
        "type": "unified",
        "pre_tags": [OPEN],
        "post_tags": [CLOSE],
        "highlight_query": clause.to_dict(),
        "fields": {"title": {"number_of_fragments": 0}, "headings": piece, "summary": piece, "body": piece}
        | {"attachment": piece},
    }


def completion(query: Query, parts: Sequence[str]) -> dict[str, Any]:
    """Titles with words that begin as each part; the nearer and the more read first."""
    matched = Q("match", title__prefix={"query": " ".join(parts), "operator": "and"})
    scored = Q(
        "function_score",
        query=found(query, matched),
        functions=[SF({"field_value_factor": {"field": "popularity", "missing": 0}})],
        boost_mode="sum",
    )
    search: Search = Search().query(scored).source(["title"]).extra(size=query.size, track_total_hits=False)
    return _plain(search.sort("_score", "key"))


def spelling(parts: Sequence[str], least: int) -> dict[str, Any]:
    """Near words, for those of the parts that are in nothing all members may read."""
    return _plain(
        Search()
        .extra(size=0, track_total_hits=False)
        .query("match_none")
        .suggest(
            "near",
            " ".join(parts),
            term={
                "field": "spell",
                "suggest_mode": "missing",
                "max_edits": 2,
                "prefix_length": 1,
                "min_word_length": least,
                "size": 10,
            },
        )
    )


def kinds() -> dict[str, Any]:
    search: Search = Search().extra(size=0)
    search.aggs.bucket("kinds", "terms", field="kind", size=KINDS)
    return _plain(search)


def _plain(search: Search) -> dict[str, Any]:
    body: dict[str, Any] = search.to_dict()
    return body


def known(filters: Mapping[str, Sequence[str]], facets: Sequence[str]) -> bool:
    return not (set(filters) | set(facets)) - set(FACETS)
