"""Whose notifications are whose: a person sees their own, and nobody else sees them."""

from typing import Any

from cms.core.requester import Requester


def own_notifications(rows: Any, requester: Requester) -> Any:
    return rows.filter(user_id=requester.user_id) if requester.user_id is not None else rows.none()
