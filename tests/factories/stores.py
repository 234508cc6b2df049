"""What a test learns of a file store while the site uses it."""

from typing import Any

import pytest
from django.db import connection

from cms.storage.places import Role, place
from cms.storage.ports import Stored


def transactions_open(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """How many of ours there are, beside the test's own, whenever the store is asked for a file or given one."""
    store, found = type(place(Role.MEDIA)), set()

    def noted(method: Any) -> Any:
        def note(self: Any, item: Stored, *given: Any, **more: Any) -> Any:
            found.add(len(connection.savepoint_ids))
            return method(self, item, *given, **more)

        return note

    for name in ("put", "holds"):
        monkeypatch.setattr(store, name, noted(getattr(store, name)))
    return found
