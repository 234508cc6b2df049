import json
import logging

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import RequestFactory

from cms.audit import services
from cms.audit.context import network_of
from cms.audit.middleware import RequestOrigin
from cms.audit.models import AuditEvent, AuditSeal
from cms.audit.services import record, seal, verify
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from tests.factories.people import PartnerFactory

PERSON = Requester(user_id=7, acting_for=3)
TOOL = Requester(user_id=7, token_id=5, scopes=frozenset({"read:register"}))


@pytest.mark.sqlite
@pytest.mark.django_db
def test_an_event_names_who_what_and_to_what_but_keeps_no_content():
    partner = PartnerFactory(name="Example Council")
    event = record(PERSON, "partner.renamed", partner, before={"name": "Old"}, after={"name": "Example Council"})
    assert (event.actor_id, event.actor_kind, event.organisation_id) == (7, "person", partner.pk)
    assert (event.object_type, event.object_id, event.object_label) == (
        "snippets.partner",
        str(partner.pk),
        str(partner),
    )
    assert event.before_hash != event.after_hash
    assert len(event.before_hash) == 64
    assert "Old" not in json.dumps({name: str(getattr(event, name)) for name in services.COLUMNS})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("by", "kind"), [(SYSTEM, "system"), (ANONYMOUS, "public"), (PERSON, "person"), (TOOL, "token")]
)
def test_every_kind_of_actor_is_told_apart(by, kind):
    assert record(by, "thing.done").actor_kind == kind


@pytest.mark.django_db
def test_an_event_goes_with_its_change_and_only_then_reaches_the_log(caplog, django_capture_on_commit_callbacks):
    with caplog.at_level(logging.INFO, logger="audit"), django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            record(PERSON, "thing.undone")
            transaction.set_rollback(True)
        record(PERSON, "thing.done")
    assert [event.action for event in AuditEvent.objects.all()] == ["thing.done"]
    (line,) = caplog.messages
    assert json.loads(line)["action"] == "thing.done"


@pytest.mark.django_db
def test_nothing_changes_or_deletes_an_event():
    event = record(PERSON, "thing.done")
    event.action = "thing.undone"
    for act in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(TypeError, match="only ever added"):
            act()
    with pytest.raises(TypeError, match="only ever added"):
        AuditEvent.objects.update(action="x")


@pytest.mark.django_db
def test_the_request_and_its_network_are_noted_but_not_the_address():
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.77")
    request.request_id = "abcdef012345"
    seen = RequestOrigin(lambda _: record(PERSON, "thing.done"))(request)
    assert (seen.request_id, seen.network) == ("abcdef012345", "192.0.2.0/24")
    assert record(PERSON, "thing.done").request_id == ""
    assert network_of("2001:db8:1:2::3") == "2001:db8:1::/48"
    assert network_of("unix") == ""


def change(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_chain_shows_what_was_changed_afterwards():
    first, second, third = (record(PERSON, f"thing.{name}") for name in ("made", "sent", "read"))
    assert seal() == 3
    assert seal() == 0
    record(PERSON, "thing.tail")
    assert (verify().sealed, verify().unsealed, verify().faults) == (3, 1, [])
    change(f"UPDATE audit_auditevent SET action = 'thing.forged' WHERE id = {second.pk}")
    (fault,) = verify().faults
    assert f"Event {second.pk} is not what was sealed" in fault
    change(f"UPDATE audit_auditevent SET action = 'thing.sent' WHERE id = {second.pk}")
    change(f"DELETE FROM audit_auditevent WHERE id = {first.pk}")
    (fault,) = verify().faults
    assert "missing" in fault
    change(f"DELETE FROM audit_auditseal WHERE event_id = {first.pk}")
    assert any("Seals 1 to 1 are missing" in fault for fault in verify().faults)
    assert third.pk


SWAP = (  # of two events of the chain: the keys, through one that is free
    "UPDATE audit_auditevent SET id = -1 WHERE id = {first}",
    "UPDATE audit_auditevent SET id = {first} WHERE id = {second}",
    "UPDATE audit_auditevent SET id = {second} WHERE id = -1",
)
SWAPPED_SEALS = (
    "UPDATE audit_auditseal SET position = 0 WHERE event_id = {first}",
    "UPDATE audit_auditseal SET position = 1 WHERE event_id = {second}",
    "UPDATE audit_auditseal SET position = 2 WHERE event_id = {first}",
)
COPIED = (
    "INSERT INTO audit_auditevent (at, actor_kind, action, object_type, object_id, object_label, before_hash,"
    " after_hash, request_id, network)"
    " SELECT at, actor_kind, 'thing.forged', '', '', '', '', '', '', '' FROM audit_auditevent WHERE id = {first}"
)
SEALED = (
    "INSERT INTO audit_auditseal (position, event_id, digest, at)"
    " SELECT 4, (SELECT max(id) FROM audit_auditevent), digest, at FROM audit_auditseal WHERE position = 3"
)
TAMPERING = {
    "edited": (("UPDATE audit_auditevent SET actor_id = 9 WHERE id = {second}",), "not what was sealed"),
    "deleted": (("DELETE FROM audit_auditevent WHERE id = {second}",), "is missing"),
    "deleted with its seal": (
        ("DELETE FROM audit_auditevent WHERE id = {second}", "DELETE FROM audit_auditseal WHERE event_id = {second}"),
        "Seals 2 to 2 are missing",
    ),
    "reordered": (SWAP, "not what was sealed"),
    "reordered with their seals": (SWAPPED_SEALS, "not what was sealed"),
    "put in with a seal of its own": ((COPIED, SEALED), "not what was sealed"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("how", TAMPERING)
def test_what_is_done_to_the_tables_shows(how):
    first, second, _ = (record(PERSON, f"thing.{name}") for name in ("made", "sent", "read"))
    seal()
    statements, words = TAMPERING[how]
    for statement in statements:
        change(statement.format(first=first.pk, second=second.pk))
    assert any(words in fault for fault in verify().faults)


@pytest.mark.django_db
def test_an_event_of_an_earlier_day_that_is_put_in_later_shows(time_machine):
    time_machine.move_to("2026-06-01T12:00:00Z", tick=False)
    first = record(PERSON, "thing.made")
    time_machine.move_to("2026-06-03T12:00:00Z", tick=False)
    record(PERSON, "thing.sent")
    seal()
    change(COPIED.format(first=first.pk))  # dated as the first: sealed in good faith a minute later
    seal()
    (fault,) = verify().faults
    assert "it was put in afterwards" in fault


@pytest.mark.django_db
def test_an_event_that_was_slow_to_commit_is_sealed_at_its_own_later_place():
    sealed = record(PERSON, "thing.quick")
    seal()
    slow = record(PERSON, "thing.slow")
    change(f"UPDATE audit_auditevent SET id = {-slow.pk} WHERE id = {slow.pk}")  # a key from before the sealed one
    assert seal() == 1
    assert verify().faults == []
    assert list(AuditSeal.objects.values_list("event_id", flat=True)) == [sealed.pk, -slow.pk]


@pytest.mark.django_db
def test_the_command_fails_loudly(capsys):
    event = record(PERSON, "thing.made")
    seal()
    record(PERSON, "thing.tail")
    call_command("verify_audit", "--json")
    assert json.loads(capsys.readouterr().out) == {"sealed": 1, "unsealed": 1, "faults": []}
    change(f"UPDATE audit_auditevent SET actor_id = 8 WHERE id = {event.pk}")
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_audit")
    assert stopped.value.code == 1
