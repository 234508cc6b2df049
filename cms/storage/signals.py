"""Wagtail's signals, heard here alone: a saved document is to be copied to the file store."""

from collections.abc import Collection
from typing import Any

from cms.storage.services import plan_copy


def document_saved(
    sender: Any, instance: Any, raw: bool = False, update_fields: Collection[str] | None = None, **_: Any
) -> None:
    if raw or (update_fields is not None and "file" not in update_fields):
        return
    plan_copy(instance)
