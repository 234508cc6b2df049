"""What the matrices of writes share: a world for a module, and what a request changed for good."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings

from cms.audit.models import AuditEvent
from tests.matrix.world import World

WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
SAVEPOINT = re.compile(r'^\s*(RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT|SAVEPOINT)\s+"?(\w+)', re.IGNORECASE)
# What a refused request may leave: that it came. Refusals on record are looked at one by one (`Writes.of_a_refusal`).
TRACES = frozenset({"django_session", "usersessions_usersession", "tools_tokenuse"})
REFUSED = "access.refused"


@dataclass
class Writes:
    """Tables that were written to and not rolled back, with the number of rows."""

    levels: list[tuple[str, list[str]]] = field(default_factory=lambda: [("", [])])
    last_event: int = 0

    def see(self, sql: str, rows: int) -> None:
        if found := SAVEPOINT.match(sql):
            self._level(found[1].upper(), found[2])
        elif (found := WRITE.match(sql)) and rows != 0:
            self.levels[-1][1].append(found[1])

    def _level(self, what: str, name: str) -> None:
        if what == "SAVEPOINT":
            self.levels.append((name, []))
            return
        at = next((n for n in range(len(self.levels) - 1, 0, -1) if self.levels[n][0] == name), None)
        if at is None:
            return
        inside = [table for _, tables in self.levels[at:] for table in tables]
        del self.levels[at:]
        if what == "RELEASE SAVEPOINT":
            self.levels[-1][1].extend(inside)
        else:  # the savepoint stays, without what came after it
            self.levels.append((name, []))

    @property
    def tables(self) -> list[str]:
        return [table for _, tables in self.levels for table in tables if table not in TRACES]

    @property
    def of_a_refusal(self) -> list[str]:
        """What is left beside traces: an event on record counts unless it says that somebody was refused."""
        tables = self.tables
        if "audit_auditevent" in tables:
            said = AuditEvent.objects.filter(pk__gt=self.last_event).exclude(action=REFUSED).exists()
            tables = [table for table in tables if said or table != "audit_auditevent"]
        return tables


@contextmanager
def watched() -> Iterator[Writes]:
    """What happens inside is looked at and undone. Answers what was written."""
    last = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    seen = Writes(last_event=last)

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        seen.see(sql, context["cursor"].rowcount)
        return result

    cache.clear()
    with transaction.atomic():
        with connection.execute_wrapper(look):
            yield seen
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Undone at the end, so that other tests find an empty database. As in production, some need a second factor."""
    folder = tmp_path_factory.mktemp("data")
    away = {"MEDIA_ROOT": folder, "SEARCH_FILE": folder / "search.sqlite3", "MFA_REQUIRED": True}
    with django_db_blocker.unblock(), override_settings(**away), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World, db: None) -> Iterator[World]:
    yield built
    cache.clear()
