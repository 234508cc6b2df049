"""Events that would otherwise be written again and again: refusals, and files that are opened."""

from django.core.cache import cache
from django.db import models

from cms.audit.models import AuditEvent
from cms.audit.services import fingerprint, record
from cms.core import clock
from cms.core.requester import Requester

HOUR, DAY = 60 * 60, 24 * 60 * 60


def record_once(
    by: Requester, verb: str, obj: models.Model | None = None, *, seconds: int, label: str = "", about: str = ""
) -> AuditEvent | None:
    """As `record`, but once in so many seconds for this caller, verb, object and `about`; None where it is on record
    already. Told by the cache: where that is lost, an event may stand there twice, and none is missing."""
    pk = "" if obj is None else f"{obj._meta.label_lower}:{obj.pk}"
    key = fingerprint([by.user_id, by.token_id, verb, pk, label, about])
    if not cache.add(f"audit-once:{key}", True, seconds):
        return None
    return record(by, verb, obj, label=label)


def record_refusal(by: Requester, what: str, obj: models.Model | None = None) -> AuditEvent | None:
    """Somebody signed in, or a tool, was refused: `what` names the operation or the page, never what was typed.
    Once an hour for the same thing; visitors are not recorded."""
    if by.user_id is None and by.token_id is None:
        return None
    return record_once(by, "access.refused", obj, seconds=HOUR, label=what)


def record_opening(by: Requester, verb: str, obj: models.Model, *, label: str = "") -> AuditEvent | None:
    """A file or a list that not everybody may see was opened: once a London day for each person or tool."""
    if by.is_system:
        return None
    return record_once(by, verb, obj, seconds=DAY, label=label, about=clock.today().isoformat())
