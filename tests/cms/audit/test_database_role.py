"""The application's role in PostgreSQL adds to the trail and reads it, and can neither change nor shorten it: the file
that whoever runs the site runs (docs/operating-privacy.md), on the real server."""

import datetime
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from cms.audit.models import AuditEvent, AuditSeal
from cms.audit.services import may_be_changed_here, record, seal, verify
from cms.core import clock
from cms.core.requester import SYSTEM
from cms.members.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.service("postgres")]
ROLE = "intranet_audit_test"
SQL = settings.BASE_DIR / "infra" / "database" / "audit_role.sql"


@pytest.fixture
def as_the_application() -> Iterator[None]:
    """The test's transaction goes on as a role with the rights of the file; both go with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE ROLE "{ROLE}"')
        cursor.execute(SQL.read_text().replace(':"app"', f'"{ROLE}"'))
        cursor.execute(f'GRANT "{ROLE}" TO CURRENT_USER')
        cursor.execute(f'SET LOCAL ROLE "{ROLE}"')
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_it_writes_seals_and_verifies_and_works_elsewhere(as_the_application: None) -> None:
    record(SYSTEM, "thing.made")
    assert seal() == 1
    assert (verify().sealed, verify().faults) == (1, [])
    assert not may_be_changed_here()
    person = User.objects.create(email="jo@example.org")
    person.delete()


@pytest.mark.parametrize("table", [AuditEvent._meta.db_table, AuditSeal._meta.db_table])
@pytest.mark.parametrize(
    "sql",
    ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}", "ALTER TABLE {} DISABLE TRIGGER ALL"],
)
def test_it_cannot_change_what_is_there(as_the_application: None, table: str, sql: str) -> None:
    record(SYSTEM, "thing.made")
    seal()
    with pytest.raises(ProgrammingError, match="permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(sql.format(table))
    assert verify().sealed == 1


def test_it_cannot_shorten_the_trail(time_machine, as_the_application: None) -> None:
    time_machine.move_to("2010-01-01T12:00:00Z", tick=False)
    record(SYSTEM, "thing.made")
    time_machine.move_to("2026-01-01T12:00:00Z", tick=False)
    record(SYSTEM, "thing.read")
    seal()
    with pytest.raises(CommandError, match="permission denied"), transaction.atomic():
        call_command("shorten_audit")
    assert AuditEvent.objects.filter(at__lt=clock.now() - datetime.timedelta(days=4000)).count() == 1


def test_the_owner_can_and_the_command_says_so(capsys) -> None:
    assert may_be_changed_here()
    call_command("verify_audit")
    assert "may change the trail" in capsys.readouterr().out
