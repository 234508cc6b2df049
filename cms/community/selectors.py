"""Reading requests for help."""

from typing import Any

from cms.community.models import SupportCase
from cms.core.policy import visible
from cms.core.requester import Requester

State = SupportCase.State
OPEN = (State.NEW, State.WITH_ADVISER)


def cases_of(requester: Requester) -> Any:
    """What the person asked, newest first."""
    if requester.user_id is None:
        return SupportCase.objects.none()
    return visible(SupportCase.objects.all(), requester).filter(asker=requester.user_id).order_by("-asked_at", "-pk")


def open_cases(requester: Requester) -> Any:
    """Requests that wait for an answer, as far as the requester may see them; the oldest first."""
    return visible(SupportCase.objects.all(), requester).filter(state__in=OPEN).order_by("asked_at", "pk")


def cases_to_answer() -> Any:
    """For the admin's home panel and list: requests that wait for the core team, the oldest first."""
    return SupportCase.objects.filter(state__in=OPEN).order_by("asked_at", "pk")
