"""A month after an answer: did it help? Worked out from dates, so a missed run catches up, and two runs ask once."""

import datetime
import logging

from django.db import transaction

from cms.community.models import FollowUp, SupportCase
from cms.community.services.telling import tell_asker
from cms.core import clock
from cms.core.requester import SYSTEM

logger = logging.getLogger(__name__)
AFTER = datetime.timedelta(days=30)
AT_MOST = datetime.timedelta(days=90)  # after that nobody remembers: a site that was off for a year asks nobody
NEVER = (SupportCase.Outcome.NO_REPLY, SupportCase.Outcome.ELSEWHERE)


def ask_what_came_of_it() -> int:
    """Ask the askers whose requests were settled 30 days ago and are still settled. Returns how many were asked."""
    now = clock.now()
    settled = SupportCase.objects.settled().exclude(outcome__in=NEVER)
    due = settled.filter(settled_at__lte=now - AFTER, settled_at__gt=now - AT_MOST)
    asked = sum(ask_one(pk) for pk in due.order_by("pk").values_list("pk", flat=True))
    if asked:
        logger.info("asked what came of %d requests", asked)
    return asked


@transaction.atomic
def ask_one(pk: int) -> int:
    """Ask about this request, once for each answer. Returns 1 where it was not asked before."""
    SupportCase.objects.select_for_update().filter(pk=pk).first()
    case = SupportCase.objects.settled().filter(pk=pk).first()
    if case is None:
        return 0
    row, made = FollowUp.objects.get_or_create(case=case, settled_at=case.settled_at)
    if not made:
        return 0
    tell_asker(
        by=SYSTEM,
        case=case,
        cause=f"follow-up:{row.pk}",
        title=f"Did it help? Your request, number {case.number}",
        body=(
            "A month ago your request about sharing information was settled. Tell us in one press whether it worked. "
            "If it did not, we go on with it."
        ),
    )
    return 1
