"""A source may lay its e-mails out in its own way, when they are sent: what thousands get is kept once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from cms.notifications.models import Delivery


@dataclass(frozen=True, slots=True)
class Letter:
    """Names of two templates, plain text and HTML, and what they show besides what every e-mail knows
    (`cms.notifications.email.message`)."""

    text: str
    html: str
    context: Mapping[str, Any]


Write = Callable[[Delivery], Letter | None]
_writers: dict[str, Write] = {}


def register_letter(source: str, write: Write) -> None:
    """`source` is what stands before the first ":" of a source key. `write(delivery)` answers None for the usual."""
    if _writers.setdefault(source, write) is not write:
        raise ImproperlyConfigured(f"Two letters are registered for {source!r}.")


def letter_of(delivery: Delivery) -> Letter | None:
    write = _writers.get(delivery.source_key.partition(":")[0])
    return write(delivery) if write is not None else None
