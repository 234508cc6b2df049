"""A saved search is its owner's alone; editors have no part in it."""

from typing import Any

from cms.core import policy
from cms.core.requester import Requester
from cms.saved_searches.models import SavedSearch

SCOPE = "read:saved_searches"  # given to no token: what somebody looks for is theirs


def own_searches(rows: Any, requester: Requester) -> Any:
    """A person's own, while they are a member."""
    return rows.filter(owner=requester.user_id) if may_save(requester) else rows.none()


def may_save(requester: Requester, _: Any = None) -> bool:
    return requester.user_id is not None and requester.is_member


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(SavedSearch, own_searches, scope=SCOPE)
    policy.register_action("saved_search.keep", may_save)
