"""Who sees and does what about an event (the table: docs/permissions.md). An event's page decides who sees it."""

from typing import Any

from django.db.models import Q

from cms.core import policy
from cms.core.requester import Requester
from cms.events.models import Barrier, Paper, Place, SignUp
from cms.pages.models import EventPage

CONTENT = "read:content"
PEOPLE = "read:people"  # given to no token


def of_visible_events(rows: Any, requester: Requester) -> Any:
    return rows.filter(event__in=policy.visible(EventPage.objects.all(), requester).values("pk"))


def visible_places(rows: Any, requester: Requester) -> Any:
    """One's own; who comes is for the core team in person."""
    if requester.user_id is None:
        return rows.none()
    return rows if requester.is_editor else rows.filter(user=requester.user_id)


def visible_barriers(rows: Any, requester: Requester) -> Any:
    """Those who have or had a place at the event, and the core team in person. What became a thread is read there;
    what its author took back, nowhere."""
    if requester.user_id is None:
        return rows.none()
    rows = rows.filter(withdrawn_at=None)
    if requester.is_editor:
        return rows
    if not requester.is_member:
        return rows.none()
    held = Place.objects.filter(user=requester.user_id).filter(HELD)
    return rows.filter(event__in=held.values("sign_up__event"))


# Had a place until the event: not who only waited, and not who gave it up.
HELD = Q(given_at__isnull=False, ended_at=None)


def can_sign_up(requester: Requester, _: Any = None) -> bool:
    """Members, in person."""
    return requester.user_id is not None and requester.token_id is None and requester.is_member


def can_arrange(requester: Requester, _: Any = None) -> bool:
    """Places, joining details, who comes, cancelling: the core team in person."""
    return requester.user_id is not None and requester.is_editor


def can_say_barrier(requester: Requester, event_id: Any = None) -> bool:
    """`event_id` is the key of the event's page: who has a place there, and the core team."""
    if requester.user_id is None or requester.token_id is not None or not requester.is_member:
        return False
    if requester.is_editor:
        return True
    return Place.objects.filter(HELD, user=requester.user_id, sign_up__event=event_id).exists()


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(SignUp, of_visible_events, scope=CONTENT)
    policy.register_rows(Paper, of_visible_events, scope=CONTENT)
    policy.register_rows(Place, visible_places, scope=PEOPLE)
    policy.register_rows(Barrier, visible_barriers, scope=PEOPLE)
    policy.register_action("event.sign_up", can_sign_up)
    policy.register_action("event.arrange", can_arrange)
    policy.register_action("event.say_barrier", can_say_barrier)
