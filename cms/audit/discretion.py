"""What the trail must not tell. Rooms that nobody outside knows of: their events keep who and when, for whoever reads
the database, and neither which row nor where it stands. And names of people: a sealed row stays for years, so rows
about people are kept as a kind and a number; a screen finds the name of today. Higher apps say which rows these are."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models

CLOSED = "A confidential space"  # stands in the trail in the place of the object
_closed: dict[str, Callable[[Any], bool]] = {}
_nameless: set[str] = set()
_bodies: dict[str, Callable[[Any], int | None]] = {}


def register_closed(model: type[models.Model], is_closed: Callable[[Any], bool]) -> None:
    """`is_closed(row)` is asked when an event about a row of `model` is written: whether it says nothing of the row."""
    if _closed.setdefault(model._meta.label_lower, is_closed) is not is_closed:
        raise ImproperlyConfigured(f"Two rules are registered for {model.__name__}.")


def closed(obj: models.Model | None) -> bool:
    ask = _closed.get(obj._meta.label_lower) if obj is not None else None
    return ask is not None and ask(obj)


def may_be_closed(model: type[models.Model]) -> bool:
    """Whether some rows of the model say nothing of themselves: asked for rows that are gone."""
    return model._meta.label_lower in _closed


def register_nameless(*found: type[models.Model]) -> None:
    """Rows of these models have people's names, addresses or words about people in their titles."""
    _nameless.update(model._meta.label_lower for model in found)


def nameless(label: str) -> bool:
    """Whether rows of this model ("members.user") are kept as a kind and a number."""
    return label in _nameless


def number_of(model: type[models.Model] | models.Model, pk: Any) -> str:
    """What is kept of such a row: "partner role 12"."""
    return f"{model._meta.verbose_name} {pk}"


def register_body(model: type[models.Model], partner_of: Callable[[Any], int | None]) -> None:
    """Rows of `model` are about one partner, whose lead reads of them in the record: `partner_of(row)` is its key."""
    if _bodies.setdefault(model._meta.label_lower, partner_of) is not partner_of:
        raise ImproperlyConfigured(f"Two rules are registered for {model.__name__}.")


def body_of(obj: models.Model | None) -> int | None:
    """The partner that the row is about; None for rows that are about none, or about several."""
    find = _bodies.get(obj._meta.label_lower) if obj is not None else None
    return find(obj) if find is not None else None


def kinds_of_bodies() -> list[str]:
    """The models whose events the lead of the partner may read, as "app.model"."""
    return sorted(_bodies)
