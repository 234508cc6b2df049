"""One random value that changes with everything an answer may depend on, so cached answers are never stale."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from cms.core.models import ContentVersion

NONE = "none"  # before the first change
_held: ContextVar[str | None] = ContextVar("content_version_held", default=None)
_watched: set[type[models.Model]] = set()


def current() -> str:
    """The present value; NONE before the first change. One query, or none while one is held."""
    return _held.get() or ContentVersion.objects.values_list("value", flat=True).first() or NONE


@contextmanager
def held(version: str) -> Iterator[None]:
    """While something is read, its parts rest on the one version that was read at its beginning."""
    token = _held.set(version)
    try:
        yield
    finally:
        _held.reset(token)


def watch(*model_classes: type[models.Model]) -> None:
    """Saves and deletions of these models give the content a new version (docs/adr/0009)."""
    for model in model_classes:
        if model not in _watched:
            _watched.add(model)
            post_save.connect(_changed, sender=model, dispatch_uid=f"content_version_{model._meta.label}")
            post_delete.connect(_changed, sender=model, dispatch_uid=f"content_version_{model._meta.label}")
            for field in model._meta.many_to_many:
                through: Any = field.remote_field.through  # type: ignore[attr-defined]
                m2m_changed.connect(_changed, sender=through, dispatch_uid=f"content_version_{through._meta.label}")


def _changed(sender: type[models.Model], update_fields: Any = None, **_: Any) -> None:
    if set(update_fields or ()) == {"last_login"}:  # or every sign-in would empty the cache for everyone
        return
    bump()


def bump() -> None:
    """Ask for a new version once this transaction commits. Call it after `queryset.update()` or raw SQL."""
    if not connection.in_atomic_block:
        _write()
    elif not any(getattr(hook[1], "__name__", "") == _write.__name__ for hook in connection.run_on_commit):
        transaction.on_commit(_write)


def _write() -> None:
    # Random, never a counter: a number used again after a rollback would bring back old answers.
    ContentVersion.objects.update_or_create(pk=1, defaults={"value": secrets.token_hex(16)})
