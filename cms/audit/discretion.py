"""What the trail must not tell: rooms that nobody outside knows of. A higher app says which of its rows belong there;
their events keep who and when, for whoever reads the database, and neither which row nor where it stands."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models

CLOSED = "A confidential space"  # stands in the trail in the place of the object
_closed: dict[str, Callable[[Any], bool]] = {}


def register_closed(model: type[models.Model], is_closed: Callable[[Any], bool]) -> None:
    """`is_closed(row)` is asked when an event about a row of `model` is written: whether it says nothing of the row."""
    if _closed.setdefault(model._meta.label_lower, is_closed) is not is_closed:
        raise ImproperlyConfigured(f"Two rules are registered for {model.__name__}.")


def closed(obj: models.Model | None) -> bool:
    ask = _closed.get(obj._meta.label_lower) if obj is not None else None
    return ask is not None and ask(obj)
