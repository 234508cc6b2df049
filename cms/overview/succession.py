"""What reviews do when bodies have changed: every agreement that does not simply go on is reviewed sooner, once."""

from cms.core.requester import Requester
from cms.reviews.models import ReviewTrigger
from cms.reviews.triggers import fire


def look_again(by: Requester, isps: list[int], what: str, cause: str, path: str) -> int:
    """Bring the reviews of these agreements (keys) forward; each person gets one message. Returns how many were new."""
    return fire(by=by, cause=cause, kind=ReviewTrigger.Kind.PARTIES, what=what, path=path, isps=isps)
