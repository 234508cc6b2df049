"""Reading reviews."""

from typing import Any

from cms.core.policy import visible
from cms.core.requester import Requester
from cms.reviews.models import Review


def changes_needed(requester: Requester) -> Any:
    """Open reviews whose reviewer said that the agreement needs a change, oldest first; with the ISP."""
    rows = visible(Review.objects.all(), requester).filter(outcome=Review.Outcome.NEEDS_CHANGE, completed_on=None)
    return rows.filter(superseded_on=None).select_related("isp").order_by("due_on", "pk")
