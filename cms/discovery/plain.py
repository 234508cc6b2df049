"""The answer when the engine is away: what has the words in its title, from the database."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from cms.core import policy
from cms.core.requester import Requester
from cms.discovery.reading import hit_of, pinned_hit, read_again
from cms.discovery.results import SearchPage
from cms.discovery.steering import Pinned
from search import registry
from search.registry import Source
from search.text import words

PER_KIND = 500


def find_titles(
    text: str,
    *,
    by: Requester,
    sources: Sequence[Source],
    filters: Mapping[str, Sequence[str]],
    page: int,
    page_size: int,
    out: Sequence[str] = (),
    first: Sequence[Pinned] = (),
) -> SearchPage:
    """Visible things with every word in the title, in the order of titles. Of the filters only the kind works here.

    What editors chose for these words comes first, and what they left out (keys) does not come.
    """
    kinds = filters.get("kind") or [source.kind for source in sources]
    chosen = {thing.key: thing for thing in first if thing.source.kind in kinds}
    found: list[tuple[str, str]] = []
    for source in sources:
        if source.kind in kinds and words(text):
            rows: Any = policy.visible(source.rows(by), by).filter(_has_words(source, text))
            pairs = rows.prefetch_related(None).order_by().values_list("pk", source.titles[0])[:PER_KIND]
            found += [(str(title).lower(), registry.key_of(source.kind, pk)) for pk, title in pairs]
    keys = [*chosen, *(key for _, key in sorted(found) if key not in chosen and key not in out)]
    shown = keys[(page - 1) * page_size : page * page_size]
    objects = read_again((key for key in shown if key not in chosen), sources, by)
    by_name = {source.kind: source for source in sources}
    hits = [pinned_hit(key, chosen[key].obj, chosen[key].source, text) for key in shown if key in chosen]
    hits += [
        hit_of(None, key, objects[key], by_name[key.partition(":")[0]], old=True) for key in shown if key in objects
    ]
    return SearchPage(text, len(keys), page, page_size, "title", hits, {}, False, "", True)


def _has_words(source: Source, text: str) -> Q:
    condition = Q()
    for word in words(text)[:8]:
        condition &= Q(*[Q(**{f"{column}__icontains": word}) for column in source.titles], _connector=Q.OR)
    known = source.by_reference(text) if source.by_reference else None
    return condition | Q(pk=known[0]) if known else condition
