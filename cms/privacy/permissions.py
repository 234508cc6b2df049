"""Who reads the audit trail, and whose data and account are one's own (the table: docs/permissions.md)."""

from typing import Any

from cms.audit.discretion import CLOSED, kinds_of_bodies
from cms.audit.models import AuditEvent
from cms.core import policy
from cms.core.requester import Requester
from cms.members.models import PartnerRole
from cms.members.tokens import PEOPLE


def led(requester: Requester) -> list[int]:
    """The partners (keys) whose lead the requester is today."""
    return [partner for partner, role in requester.roles if role == PartnerRole.Role.PARTNER_LEAD]


def visible_events(rows: Any, requester: Requester) -> Any:
    """The core team all but what was done in closed rooms; a partner's lead what was done to it and to its people."""
    if requester.is_editor:
        return rows.exclude(object_label=CLOSED)
    own = led(requester)
    return rows.filter(organisation_id__in=own, object_type__in=kinds_of_bodies()) if own else rows.none()


def can_read_record(requester: Requester, partner_id: Any) -> bool:
    """The record of one partner (its key): the core team, and its lead."""
    return requester.scopes is None and (requester.is_editor or partner_id in led(requester))


def is_oneself(requester: Requester, user: Any) -> bool:
    return requester.scopes is None and requester.user_id is not None and requester.user_id == getattr(user, "pk", None)


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(AuditEvent, visible_events, scope=PEOPLE)
    policy.register_action("audit.read", can_read_record)
    policy.register_action("person.download", is_oneself)
    policy.register_action("person.close", is_oneself)
