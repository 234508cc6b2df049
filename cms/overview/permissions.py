"""Who changes what an organisation notes about its own part in an agreement, who takes copies for a request, and who
makes guidance of a thread."""

from typing import Any

from cms.core import policy
from cms.core.requester import Requester
from cms.overview.models import Credit
from cms.signing.permissions import can_handle

WHO = ("ig_lead", "partner_lead")
TO_GUIDANCE = "thread.to_guidance"
OWN = "read:own"  # given to no token


def can_change_part(requester: Requester, partner: Any) -> bool:
    """Own owner and service area (partner's key): its IG lead and its lead, in person, and the core team."""
    if requester.user_id is None:
        return False
    return requester.is_editor or requester.has_role(partner, *WHO)


def can_release(requester: Requester, isp: Any) -> bool:
    """Take a copy for a request under freedom of information: who looks after the agreement, in person."""
    return requester.user_id is not None and can_handle(requester, isp)


def can_make_guidance(requester: Requester, _: Any = None) -> bool:
    """Begin a page of guidance from a thread: the core team, in person."""
    return requester.user_id is not None and requester.is_editor


def visible_credits(rows: Any, requester: Requester) -> Any:
    """One's own. Whom a page names stands on the page (cms.overview.thread_to_guidance.named_on)."""
    if requester.user_id is None:
        return rows.none()
    return rows if requester.is_editor else rows.filter(person=requester.user_id)


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_action("part.change", can_change_part)
    policy.register_action("isp.release", can_release)
    policy.register_action(TO_GUIDANCE, can_make_guidance)
    policy.register_rows(Credit, visible_credits, scope=OWN)
