"""Names for the values of facets, as far as the requester may know them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps

from cms.core import policy
from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.discovery.results import FacetValue
from search.ports import FACETS
from search.registry import Source

VALUES = 50
NAMED: dict[str, tuple[tuple[str, str, str], ...]] = {  # facet -> (model, value, label)
    "topic": (("snippets.Topic", "slug", "name"), ("snippets.Theme", "slug", "name")),
    "sector": (("snippets.Sector", "code", "label"),),
    "partner": (("snippets.Partner", "slug", "name"),),
}


def labels(name: str, values: Iterable[str], sources: Sequence[Source], by: Requester) -> dict[str, str]:
    """Label of each value that the requester may see; others are left out, as if they did not exist."""
    wanted = set(values)
    found: dict[str, str] = {}
    if name == "kind":
        found = {source.kind: source.label for source in sources}
    elif name == "status":
        found = {value: word for source in sources for value, word in source.statuses.items()}
    elif name == "year":
        found = {value: value for value in wanted if value.isdigit()}
    for model, value, label in NAMED.get(name, ()) if wanted else ():
        rows: Any = policy.visible(apps.get_model(model)._default_manager.all(), by)
        found |= dict(rows.filter(**{f"{value}__in": wanted}).order_by().values_list(value, label))
    return {value: found[value] for value in wanted if value in found}


def checked(
    filters: Mapping[str, Sequence[str]], sources: Sequence[Source], by: Requester
) -> dict[str, list[str]] | None:
    """The chosen values that exist for this requester; None when a facet has none left, so that nothing is found.

    Raises BadInput for a name that is no facet and for more than 50 values.
    """
    kept: dict[str, list[str]] = {}
    for name, values in filters.items():
        if name not in FACETS:
            raise BadInput("There is no such filter.", fields={"filters": [f"“{name}” is not a filter."]})
        if len(values) > VALUES:
            raise BadInput("Choose fewer values.", fields={"filters": [f"At most {VALUES} values of one filter."]})
        if not values:
            continue
        known = labels(name, values, sources, by)
        kept[name] = [value for value in values if value in known]
        if not kept[name]:
            return None
    return kept


def named(
    counts: Mapping[str, Sequence[tuple[str, int]]],
    chosen: Mapping[str, Sequence[str]],
    sources: Sequence[Source],
    by: Requester,
) -> dict[str, list[FacetValue]]:
    """The engine's counts with labels, in its order; values that the requester may not see are left out.

    Years stand newest first, as people look for them. A chosen value that nothing has stays, with 0, so that it can be
    taken back.
    """
    answer: dict[str, list[FacetValue]] = {}
    for name, values in counts.items():
        picked = chosen.get(name, ())
        every = [*values, *((value, 0) for value in dict.fromkeys(picked) if value not in dict(values))]
        if name == "year":
            every.sort(reverse=True)
        known = labels(name, (value for value, _ in every), sources, by)
        answer[name] = [
            FacetValue(value, known[value], count, value in picked) for value, count in every if value in known
        ]
    return answer
