"""Where a score comes from: the parts of a query asked for by name, and their scores as words and fields."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query as Clause

from search.engines.elasticsearch.mapping import COMBINED
from search.engines.elasticsearch.query import allowed, near, pair_bonuses, title_bonuses, ways, weighted
from search.ports import Query, Ranking, Share
from search.shares import with_boosts
from search.text import Unit, single_of

EVERY = "every"


@dataclass(frozen=True, slots=True)
class Part:
    """A clause with a score of its own. `fields` says how it is divided among fields; without it, it is `field`'s."""

    word: str
    clause: Clause
    field: str = ""
    fields: Mapping[str, Clause] | None = None


def parts_of(units: Sequence[Unit], ranking: Ranking, missing: Collection[str]) -> list[Part]:
    """The parts of `query.page`, word by word; their scores add up to the text's."""
    parts: list[Part] = []
    for unit in units:
        if single_of(unit) in missing:
            word = single_of(unit)
            divided = {name: near(word, ranking, [name]) for name in COMBINED}
            parts.append(Part(word, near(word, ranking), fields=divided))
            continue
        divided_ways = {name: dict(ways(unit, [name])) for name in COMBINED}
        for word, clause in ways(unit, weighted(ranking)):
            parts.append(Part(word, clause, fields={name: divided_ways[name][word] for name in COMBINED}))
    for unit in units:
        parts += [Part(word, clause, "title") for word, clause in title_bonuses([unit], ranking)]
    parts += [Part(word, clause, "pair") for word, clause in pair_bonuses(units, ranking)]
    return parts


def explained(query: Query, keys: Sequence[str], parts: Sequence[Part], every: Clause | None) -> dict[str, Any]:
    """A question for the scores of the parts in these entries; `every` is what an entry with all words matches."""
    named = [Q("bool", filter=[every], _name=EVERY)] if every else []
    for at, part in enumerate(parts):
        named.append(Q("bool", must=[part.clause], _name=f"{at}"))
        named += [Q("bool", must=[clause], _name=f"{at}:{name}") for name, clause in (part.fields or {}).items()]
    search: Search = Search().query("bool", filter=[*allowed(query), Q("ids", values=list(keys))], should=named)
    search = search.source(["kind", "published", "popularity"]).extra(size=len(keys), track_total_hits=False)
    body: dict[str, Any] = search.to_dict()
    return body


def shares_of(hit: Mapping[str, Any], parts: Sequence[Part], query: Query, ranking: Ranking) -> list[Share]:
    """The greatest first; they add up to the score."""
    scores = hit.get("matched_queries") or {}
    points: dict[tuple[str, str], float] = {}
    for at, part in enumerate(parts):
        score = scores.get(f"{at}", 0.0)
        inside = {name: scores.get(f"{at}:{name}", 0.0) * getattr(ranking, name) for name in part.fields or ()}
        whole = sum(inside.values())
        if not score:
            continue
        for name, value in inside.items() if whole else [(part.field or "body", 1.0)]:
            if value:
                key = (part.word, name)
                points[key] = points.get(key, 0.0) + score * value / (whole or 1.0)
    source = hit["_source"]
    published = datetime.fromisoformat(source["published"]) if source["published"] else None
    return with_boosts(points, source["kind"], published, source["popularity"], query, ranking, EVERY in scores)
