"""Who may find what a view restriction narrows, in the tokens of search. It only ever takes away."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wagtail.models import CollectionViewRestriction

from search.text import TEXT_LIMIT

Closed = tuple[str, frozenset[int]]  # the type of a restriction, and its groups
EVERYBODY, MEMBERS, EDITORS = "public", "members", "editors"


def narrowed(audience: frozenset[str], closed: Sequence[Closed]) -> frozenset[str]:
    """The part of an audience that is let in by all these restrictions.

    Tokens can say "or" and not "and", so where the part cannot be said exactly, it is made smaller: to the editors.
    """
    if not closed:
        return audience
    if any(type_ == "password" for type_, _ in closed):  # a shared password identifies nobody
        return frozenset({EDITORS})
    groups = [groups for type_, groups in closed if type_ == "groups"]
    broad = bool(audience & {EVERYBODY, MEMBERS})
    if not groups:
        return frozenset({MEMBERS}) if broad else audience
    let_in = {f"group:{pk}" for pk in frozenset.intersection(*groups)}
    return frozenset({EDITORS, *(let_in if broad else let_in & audience)})


class Collections:
    """The restrictions of collections, read once for many documents."""

    def __init__(self) -> None:
        rows = CollectionViewRestriction.objects.select_related("collection").prefetch_related("groups")
        self.rows = [
            (row.collection.path, row.restriction_type, frozenset(group.pk for group in row.groups.all()))
            for row in rows
        ]

    def audience(self, document: Any, audience: frozenset[str]) -> frozenset[str]:
        """Those of an audience whom the document's collection, and those above it, let in. Needs `collection`."""
        path = document.collection.path
        return narrowed(audience, [(type_, groups) for above, type_, groups in self.rows if path.startswith(above)])


def joined(documents: Iterable[Any], texts: Mapping[int, str], *, at_most: int = TEXT_LIMIT) -> str:
    """What an entry holds of its documents: the title of each, then its text.

    `at_most` characters together. Where that is too little for all, the longest are cut: none crowds out others.
    """
    parts = ["\n".join(part for part in (row.title, texts.get(row.pk, "")) if part) for row in documents]
    left = at_most - len(parts)
    for place, shortest in enumerate(sorted(range(len(parts)), key=lambda number: len(parts[number]))):
        parts[shortest] = parts[shortest][: max(0, left // (len(parts) - place))]
        left -= len(parts[shortest])
    return "\n".join(parts)
