"""Which pages and files are open: Wagtail's view restrictions, which only narrow, and the owners of files."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Cast
from wagtail.models import Collection as CollectionTree
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from cms.core import clock, content_version, policy
from cms.core.requester import Requester

Rows = tuple[tuple[str, str, frozenset[int]], ...]


def _restrictions(kind: str, version: str) -> Rows:
    """(path, type, groups) of every restriction: one query for each content version, and each minute at the least."""
    if version == content_version.NONE:  # nothing was ever committed that would change it
        return _read_restrictions()[kind]
    return _kept_restrictions(version, int(clock.now().timestamp()) // 60)[kind]


@lru_cache(maxsize=8)
def _kept_restrictions(version: str, minute: int) -> dict[str, Rows]:
    return _read_restrictions()


def _read_restrictions() -> dict[str, Rows]:
    """Those of pages and of collections, in one statement."""
    rows: dict[tuple[str, int, str, str], set[int]] = {}
    pages = _of_kind(PageViewRestriction, "page")
    for kind, pk, path, type_, group in pages.union(_of_kind(CollectionViewRestriction, "collection"), all=True):
        rows.setdefault((kind, pk, path, type_), set()).update({group} - {None})
    found: dict[str, list[tuple[str, str, frozenset[int]]]] = {"page": [], "collection": []}
    for (kind, _, path, type_), groups in rows.items():
        found[kind].append((path, type_, frozenset(groups)))
    return {kind: tuple(each) for kind, each in found.items()}


def _of_kind(model: type[Model], kind: str) -> QuerySet[Any]:
    written = {"r_kind": Cast(Value(kind), CharField(max_length=20)), "r_path": F(f"{kind}__path")}
    columns = written | {"r_pk": F("pk"), "r_type": F("restriction_type"), "r_group": F("groups")}
    found: QuerySet[Any] = model._default_manager.order_by().annotate(**columns)
    return found.values_list("r_kind", "r_pk", "r_path", "r_type", "r_group")


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


@dataclass(frozen=True, slots=True)
class FileOwner:
    """Rows that hold files. `held(among)` gives the keys of files that are held, of all or among these keys; `seen`
    those held by rows that the requester sees.

    `exclusive`: a file that such a row holds is seen only through one. Others open the file to whoever sees the row.
    """

    name: str
    held: Callable[[Collection[int] | None], Any]
    seen: Callable[[Requester, str], Any]
    exclusive: bool


_owners: dict[type[Model], dict[str, FileOwner]] = {}


def register_file_owner(file_model: type[Model], owner: FileOwner) -> None:
    """Called by the app of the owner's model, when it is ready: which rows hold files of `file_model`."""
    _owners.setdefault(file_model, {})[owner.name] = owner


def held_by(model: type[Model], column: str, *, exclusive: bool) -> FileOwner:
    """An owner whose rows have a rule in cms.core.policy; `column` is the foreign key to the file."""

    def held(among: Collection[int] | None) -> Any:
        rows = model._default_manager.order_by()
        found = rows.exclude(**{column: None}) if among is None else rows.filter(**{f"{column}__in": among})
        return found.values(column)

    def seen(requester: Requester, version: str) -> Any:
        return policy.visible(model._default_manager.all(), requester).exclude(**{column: None}).values(column)

    return FileOwner(f"{model._meta.label}.{column}", held, seen, exclusive)


def visible_files(files: QuerySet[Any], requester: Requester, version: str) -> QuerySet[Any]:
    """Files whose collection is open and whose owner is visible (docs/permissions.md).

    A collection inherits its ancestors' restrictions, which Wagtail's own `public()` filter forgets. A file that an
    exclusive owner holds is seen only through a visible one; any other through whatever shows it that is seen: a page,
    a logo. Editors see every file, also one that nothing holds.
    """
    found = in_open_collections(files, requester, version)
    if requester.is_editor:
        return found
    owners = _owners.get(files.model, {}).values()
    exclusive = [owner for owner in owners if owner.exclusive]
    if exclusive:
        held = Q(*[Q(pk__in=owner.held(None)) for owner in exclusive], _connector=Q.OR)
        found = found.filter(~held | _through(exclusive, requester, version))
    return found.filter(_through(owners, requester, version)) if owners else found.none()


def visible_shown_files(model: type[Model], keys: set[int], requester: Requester, version: str) -> QuerySet[Any]:
    """As `visible_files`, for files that a row shows which the requester sees: cheaper, since that is known already."""
    found = in_open_collections(model._default_manager.filter(pk__in=keys), requester, version)
    exclusive = [owner for owner in _owners.get(model, {}).values() if owner.exclusive]
    if not exclusive or requester.is_editor:
        return found
    held = held_exclusively(model, keys)
    if not held:
        return found
    return found.filter(Q(pk__in=keys - held) | (Q(pk__in=held) & _through(exclusive, requester, version)))


def held_exclusively(model: type[Model], keys: Collection[int]) -> set[int]:
    """Those of these files that are seen only through the rows that hold them: of an agreement, for example. One query,
    however many kinds of rows hold files."""
    owners = [owner for owner in _owners.get(model, {}).values() if owner.exclusive]
    if not owners or not keys:
        return set()
    first, *others = (owner.held(keys).order_by() for owner in owners)
    return {key for row in first.union(*others) for key in row.values()}


def in_open_collections(files: QuerySet[Any], requester: Requester, version: str) -> QuerySet[Any]:
    """Files that no closed collection holds: half of their rule, for callers that know of an owner who is visible."""
    closed = Q(*[Q(path__startswith=path) for path in closed_paths("collection", requester, version)], _connector=Q.OR)
    return files.exclude(collection__in=CollectionTree.objects.filter(closed)) if closed else files


def _through(owners: Iterable[FileOwner], requester: Requester, version: str) -> Q:
    return Q(*[Q(pk__in=owner.seen(requester, version)) for owner in owners], _connector=Q.OR)
