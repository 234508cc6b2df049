"""Who steers search. Pins and exclusions are rows for the core team; readers meet only what they do."""

from typing import Any

from cms.core import policy
from cms.core.requester import Requester
from cms.discovery.models import Exclusion, Pin, SynonymSet

CONTENT = "read:content"
STEER = "search.steer"


def visible_steering(rows: Any, requester: Requester) -> Any:
    """The core team in person: what an editor thinks of a page is nobody else's, and no tool's."""
    return rows if can_steer(requester) else rows.none()


def can_steer(requester: Requester, _: Any = None) -> bool:
    """Pins, exclusions, synonyms, and to see why a result stands where it does."""
    return requester.is_editor and requester.scopes is None


def register() -> None:
    """Called once, when the app is ready."""
    for model in (SynonymSet, Pin, Exclusion):
        policy.register_rows(model, visible_steering, scope=CONTENT)
    policy.register_action(STEER, can_steer)
