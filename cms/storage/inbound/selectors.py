"""What waits for the core team of what partners' systems sent."""

import datetime
from typing import Any

from django.db.models import Q

from cms.core import clock
from cms.storage.inbound.kinds import all_kinds
from cms.storage.inbound.turns import OFTEN, OPEN, not_today
from cms.storage.models import InboundReceipt

LATE = datetime.timedelta(hours=1)
State = InboundReceipt.State


def stuck() -> Any:
    """Undecided for more than an hour, or after five attempts; not what waits because its body's day is full. And what
    was decided an hour ago, of which the body has no answer."""
    ago = clock.now() - LATE
    undecided = Q(state__in=OPEN) & (Q(seen_at__lt=ago) | Q(attempts__gte=OFTEN))
    decided = Q(settled_at__lt=ago) | Q(settled_at=None, decided_at__lt=ago)
    unanswered = decided & ~Q(state__in=OPEN) & Q(answered_at=None, exchange__isnull=False)
    return InboundReceipt.objects.filter(undecided | unanswered).exclude(not_today())


def over_the_day() -> Any:
    """New files of bodies that sent more than are taken in a day."""
    return InboundReceipt.objects.filter(not_today())


def to_decide() -> Any:
    """Drafts that are accepted or declined on the screen of what partners' systems sent."""
    elsewhere = [kind.name for kind in all_kinds() if kind.settled is not None]
    return InboundReceipt.objects.filter(state=State.DRAFTED).exclude(kind__in=elsewhere)
