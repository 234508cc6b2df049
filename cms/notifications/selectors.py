from datetime import datetime
from typing import Any

from cms.core.policy import visible
from cms.core.requester import Requester
from cms.notifications.bounces import counts_against
from cms.notifications.models import Bounce, Notification


def notifications_of(requester: Requester) -> Any:
    """The requester's own notices, newest first."""
    return visible(Notification.objects.all(), requester)


def unread_count(requester: Requester) -> int:
    return int(notifications_of(requester).filter(read_at=None).count())


def notices_by_person() -> Any:
    """One group for each person with notices, for whoever counts them: they tell when an answer is stale."""
    return Notification.objects.order_by().values("user")


def bounced_addresses(addresses: list[str]) -> dict[str, datetime]:
    """Which of these addresses (in lower case) cannot be reached by mail today, and since when. One query."""
    return counts_against(addresses) if addresses else {}


def addresses_that_bounce() -> dict[str, datetime]:
    """Every address that cannot be reached by mail today, and since when."""
    open_ones = Bounce.objects.filter(cleared_at=None).order_by().values_list("address", flat=True).distinct()
    return counts_against(list(open_ones))
