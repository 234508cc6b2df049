"""By the clock: what is over is forgotten, and at night the trail is compared with its seals."""

import logging

from django.db import transaction

from cms.audit.models import AuditEvent
from cms.audit.services import record, verify
from cms.core import clock
from cms.core.requester import SYSTEM
from cms.jobs.services import once_a_day
from cms.members.selectors import core_team, recipient
from cms.notifications.services import notify
from cms.privacy import retention

logger = logging.getLogger(__name__)
NIGHT = 2  # the hour, in London
VERIFIED, BROKEN = "audit.verified", "audit.broken"
SOURCE = "audit-broken"


def forget() -> None:
    """Hourly: every period of `settings.RETENTION_DAYS` that the site enforces by itself."""
    retention.expire_all()


@transaction.atomic
def verify_at_night() -> None:
    """Once a night: the whole chain. What does not fit is an alarm: to the core team, the log and the health page."""
    if not once_a_day("audit: verify", NIGHT):
        return
    verdict = verify()
    verb = BROKEN if verdict.faults else VERIFIED
    record(SYSTEM, verb, label=f"{verdict.sealed} sealed, {verdict.unsealed} not yet, {len(verdict.faults)} faults")
    if not verdict.faults:
        return
    logger.error("the audit trail does not fit its seals: %s", " ".join(verdict.faults[:5]))
    notify(
        by=SYSTEM,
        source_key=f"{SOURCE}:{clock.today().isoformat()}",
        recipients=map(recipient, core_team()),
        title="The audit trail was changed",
        body="Last night’s check found that the record of who did what does not fit its seals: rows were changed or "
        "removed in the database itself. Tell whoever runs the site, at once, and change nothing there yourself.\n\n"
        + "\n".join(verdict.faults[:5]),
    )


def trail_is_whole() -> bool:
    """What the last check said; true before the first one."""
    last = AuditEvent.objects.filter(action__in=[VERIFIED, BROKEN]).order_by("-pk").first()
    return last is None or last.action == VERIFIED
