"""Who may see and who may record a review."""

from typing import Any

from cms.core import policy
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.reviews.models import Review
from cms.signing.permissions import can_handle
from cms.snippets.models import Isp

REGISTER = "read:register"


def visible_reviews(rows: Any, requester: Requester) -> Any:
    """Members see the reviews of the agreements that they see. Reviews of pages are the core team's."""
    if requester.is_editor:
        return rows
    if not requester.is_member:
        return rows.none()
    return rows.filter(isp__in=visible(Isp.objects.all(), requester).values("pk"))


def can_record(requester: Requester, isp: Isp) -> bool:
    """Owner, deputy and IG lead of the lead partner, and the core team. Tools may not: a review is a person's word."""
    return requester.user_id is not None and can_handle(requester, isp)


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(Review, visible_reviews, scope=REGISTER)
    policy.register_action("review.record", can_record)
