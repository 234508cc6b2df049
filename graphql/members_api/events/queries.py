"""One's own places at events. A token is refused, as with other things of a person; a visitor has none."""

import datetime
from typing import Any

import graphene
from django.db.models import QuerySet

from cms.core import clock
from cms.events.models import Place
from cms.events.permissions import PEOPLE
from cms.events.selectors import own_places
from cms.pages.models import EventPage
from members_api.access import Access
from members_api.events.types import EventPlaceType
from members_api.guards import PUBLIC, Exposed
from members_api.lists import list_field
from members_api.pages.queries import at_path

at_event = at_path(EventPage)


def place(_: None, info: Any, path: str) -> QuerySet[Place]:
    return own_places(info.context.requester).filter(sign_up__event__in=at_event(None, info, path).values("pk"))


def places(access: Access, upcoming: bool | None = None) -> QuerySet[Place]:
    rows = own_places(access.requester)
    if upcoming is None:
        return rows
    # By day, not by minute: cached answers follow the date.
    today = datetime.datetime.combine(clock.today(), datetime.time(), clock.LONDON)
    return (
        rows.filter(sign_up__event__ends_at__gte=today) if upcoming else rows.filter(sign_up__event__ends_at__lt=today)
    )


class EventsQuery(graphene.ObjectType):
    event_place = Exposed(
        EventPlaceType,
        path=graphene.String(required=True, description="Of the event."),
        description="Your own place at this event, or in its queue; null where you have none.",
        resolver=place,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
    )
    event_places = list_field(
        EventPlaceType,
        {"STARTS": ("sign_up__event__starts_at",), "NEWEST": ("-sign_up__event__starts_at",)},
        places,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
        description="Your own places at events, and where you wait.",
        upcoming=graphene.Boolean(description="True: today or later. False: over before today."),
    )
