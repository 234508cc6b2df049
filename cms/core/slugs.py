"""Addresses made of titles."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.text import slugify


def free_slug(rows: QuerySet, title: str, *, length: int, empty: str, reserved: Collection[str] = ()) -> str:  # type: ignore[type-arg]
    """A slug of at most `length` characters that no row has and that is not reserved; `empty` where the title gives
    none. Two callers at once may get the same: the unique index decides."""
    base = slugify(title)[: length - 6].strip("-") or empty
    taken = {*rows.filter(slug__startswith=base).values_list("slug", flat=True), *reserved}
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
