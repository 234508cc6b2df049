"""Who may see which page and file: Wagtail's view restrictions, which only narrow what a page's audience allows."""

from functools import lru_cache
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.core.requester import Requester

Rows = tuple[tuple[str, str, frozenset[int]], ...]


@lru_cache(maxsize=8)
def _restrictions(kind: str, version: str) -> Rows:
    """(path, type, groups) of every restriction: one query for each content version, not two for each restriction."""
    model: type[Model] = PageViewRestriction if kind == "page" else CollectionViewRestriction
    rows: dict[tuple[int, str, str], set[int]] = {}
    found = model._default_manager.values_list("pk", f"{kind}__path", "restriction_type", "groups")
    for pk, path, type_, group in found:
        rows.setdefault((pk, path, type_), set()).update({group} - {None})
    return tuple((path, type_, frozenset(groups)) for (_, path, type_), groups in rows.items())


def closed_paths(kind: str, requester: Requester, version: str) -> tuple[str, ...]:
    """Subtrees shut to this requester. A shared password identifies nobody, so it never opens an API."""

    def opens(type_: str, groups: frozenset[int]) -> bool:
        if requester.is_editor:
            return True
        return requester.is_member if type_ == "login" else type_ == "groups" and bool(groups & requester.groups)

    return tuple(path for path, type_, groups in _restrictions(kind, version) if not opens(type_, groups))


def outside_closed_trees(pages: QuerySet[Any], requester: Requester, version: str) -> QuerySet[Any]:
    """Live pages that no closed view restriction covers."""
    closed = Q(*[Q(path__startswith=path) for path in closed_paths("page", requester, version)], _connector=Q.OR)
    visible = pages.filter(live=True, depth__gt=1)
    return visible.exclude(closed) if closed else visible


def visible_files(files: QuerySet[Any], requester: Requester, version: str) -> QuerySet[Any]:
    """A collection inherits its ancestors' restrictions, which Wagtail's own `public()` filter forgets."""
    closed = Q(*[Q(path__startswith=path) for path in closed_paths("collection", requester, version)], _connector=Q.OR)
    return files.exclude(collection__in=Collection.objects.filter(closed)) if closed else files
