"""What a step wrote, in values that JSON holds, so that it can be shown and taken back."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

# Columns that say nothing of what somebody decided: they move with every save.
NOISE = frozenset({"latest_revision_id", "lock_version"})
Write = dict[str, Any]  # {"model": label, "pk": key, "before": columns or None, "after": columns or None}


def columns_of(obj: models.Model, names: Iterable[str] | None = None) -> dict[str, Any]:
    """{column: value} of a row, the key and columns that move by themselves left out; of `names` only, where given."""
    wanted = None if names is None else set(names)
    found = {
        field.attname: getattr(obj, field.attname)
        for field in obj._meta.concrete_fields
        if not field.primary_key and field.attname not in NOISE
        if wanted is None or field.name in wanted or field.attname in wanted
    }
    plain: dict[str, Any] = json.loads(json.dumps(found, cls=DjangoJSONEncoder))
    return plain


def created(obj: models.Model) -> Write:
    return {"model": obj._meta.label_lower, "pk": obj.pk, "before": None, "after": columns_of(obj)}


def removed(obj: models.Model) -> Write:
    """Taken before the row is deleted."""
    return {"model": obj._meta.label_lower, "pk": obj.pk, "before": columns_of(obj), "after": None}


def changed(obj: models.Model, before: dict[str, Any]) -> Write | None:
    """`before` are the row's columns from `columns_of`, taken before the change; None where nothing differs."""
    after = columns_of(obj)
    differing = [name for name, value in before.items() if after.get(name) != value]
    if not differing:
        return None
    return {
        "model": obj._meta.label_lower,
        "pk": obj.pk,
        "before": {name: before[name] for name in differing},
        "after": {name: after[name] for name in differing},
    }
