"""Who changes what an organisation notes about its own part in an agreement, and who takes copies for a request."""

from typing import Any

from cms.core import policy
from cms.core.requester import Requester
from cms.signing.permissions import can_handle

WHO = ("ig_lead", "partner_lead")


def can_change_part(requester: Requester, partner: Any) -> bool:
    """Own owner and service area (partner's key): its IG lead and its lead, in person, and the core team."""
    if requester.user_id is None:
        return False
    return requester.is_editor or requester.has_role(partner, *WHO)


def can_release(requester: Requester, isp: Any) -> bool:
    """Take a copy for a request under freedom of information: who looks after the agreement, in person."""
    return requester.user_id is not None and can_handle(requester, isp)


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_action("part.change", can_change_part)
    policy.register_action("isp.release", can_release)
