"""Reading reviews."""

from collections.abc import Iterable
from typing import Any

from cms.core.policy import visible
from cms.core.requester import Requester
from cms.reviews.models import Review


def open_reviews(requester: Requester, isps: Iterable[int]) -> dict[int, Any]:
    """{ISP key: its open review that the requester may see}; the earliest, where there are several."""
    rows = visible(Review.objects.all(), requester).filter(isp__in=list(isps), completed_on=None, superseded_on=None)
    return {row.isp_id: row for row in rows.order_by("-due_on", "-pk")}


def changes_needed(requester: Requester) -> Any:
    """Open reviews whose reviewer said that the agreement needs a change, oldest first; with the ISP."""
    rows = visible(Review.objects.all(), requester).filter(outcome=Review.Outcome.NEEDS_CHANGE, completed_on=None)
    return rows.filter(superseded_on=None).select_related("isp").order_by("due_on", "pk")
