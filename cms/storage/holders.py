"""Which rows, of whatever app, have a file of the store by its name."""

from collections.abc import Collection
from functools import cache

from django.apps import apps
from django.db.models import FileField, Model

from cms.storage.models import DocumentText

IN_WORDS: tuple[tuple[type[Model], str], ...] = ((DocumentText, "cover"),)  # names in fields that are not files' own


@cache
def name_fields() -> tuple[tuple[type[Model], str], ...]:
    """(model, field) of everything that names a file."""
    files = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, FileField)
    ]
    return (*files, *IN_WORDS)


def held_of(names: Collection[str]) -> set[str]:
    """Those of the names that some row has. One query."""
    first, *rest = (
        model._base_manager.order_by().filter(**{f"{field}__in": names}).values_list(field, flat=True)
        for model, field in name_fields()
    )
    return set(first.union(*rest))
