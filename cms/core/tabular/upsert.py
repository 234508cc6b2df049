"""Add or change one object from one row, and say which."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from cms.core.tabular import written
from cms.core.tabular.report import RowReport


def upsert(model: type[models.Model], key: dict[str, Any], values: dict[str, Any], row: RowReport) -> Any:
    """The object with this key and these values, or None when they are not valid: the row then says why.

    Sets the row's status to new, changed or unchanged, and saves only where something differs. `values` name plain
    fields and foreign keys.
    """
    found = model._default_manager.filter(**key).first()
    if found is None:
        return add(model(**key, **values), row)
    differing = [name for name, value in values.items() if getattr(found, name) != value]
    before = written.columns_of(found)
    for name in differing:
        row.warnings.append(f"{name.replace('_', ' ')}: {_short(getattr(found, name))} becomes {_short(values[name])}")
        setattr(found, name, values[name])
    return save(found, row, before) if differing else found


def add(obj: models.Model, row: RowReport) -> Any:
    """Save a new object, or None and the reasons in the row."""
    if not _is_valid(obj, row):
        return None
    obj.save()
    row.status, row.obj = "new", obj
    row.note(written.created(obj))
    return obj


def save(obj: models.Model, row: RowReport, before: dict[str, Any]) -> Any:
    """Save a changed object, or None and the reasons in the row. `before` are its columns as they were."""
    if not _is_valid(obj, row):
        return None
    obj.save()
    row.status, row.obj = "changed", obj
    row.note(written.changed(obj, before))
    return obj


def _is_valid(obj: models.Model, row: RowReport) -> bool:
    try:
        obj.full_clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            label = "" if name == "__all__" else f"{name.replace('_', ' ')}: "
            row.errors += [f"{label}{message}" for message in messages]
        row.warnings.clear()
        row.status = "invalid"
        return False
    return True


def _short(value: Any) -> str:
    text = str(value) if value not in (None, "") else "nothing"
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
