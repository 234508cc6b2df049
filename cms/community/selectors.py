"""Reading requests for help."""

from typing import Any

from cms.community.models import SupportCase
from cms.core.policy import visible
from cms.core.requester import Requester


def cases_of(requester: Requester) -> Any:
    """What the person asked, newest first."""
    if requester.user_id is None:
        return SupportCase.objects.none()
    return visible(SupportCase.objects.all(), requester).filter(asker=requester.user_id).order_by("-asked_at", "-pk")


def open_cases(requester: Requester) -> Any:
    """Requests that wait for a word of the core team, as far as the requester may see them; the most pressing first."""
    return visible(SupportCase.objects.with_us(), requester).order_by("target_on", "asked_at", "pk")


def cases_that_ask(requester: Requester) -> Any:
    """The requester's own requests to which the core team asked something back."""
    if requester.user_id is None:
        return SupportCase.objects.none()
    own = visible(SupportCase.objects.open(), requester).filter(asker=requester.user_id, asked_back_at__isnull=False)
    return own.exclude(pk__in=SupportCase.objects.with_us().values("pk")).order_by("asked_back_at", "pk")


def cases_to_follow_up(requester: Requester) -> Any:
    """The requester's own requests of which we asked what came of them, and have heard nothing."""
    if requester.user_id is None:
        return SupportCase.objects.none()
    own = visible(SupportCase.objects.all(), requester).filter(asker=requester.user_id)
    return own.filter(follow_ups__isnull=False, follow_ups__answered_at=None).order_by("number").distinct()


def cases_to_answer() -> Any:
    """For the admin's home panel and list: requests that wait for the core team, the most pressing first."""
    return SupportCase.objects.with_us().order_by("target_on", "asked_at", "pk")
