"""What somebody who leaves hears of the events that they signed up to. Nobody takes a place over: the queue does."""

from cms.core import clock
from cms.core.partial_dates import in_words
from cms.events.models import Place
from cms.members.holdings import Held, register_holding


def held(user_id: int, partner_id: int) -> list[Held]:
    rows = Place.objects.filter(user=user_id, ended_at=None, sign_up__event__starts_at__gt=clock.now())
    return [
        Held(
            place.pk,
            f"{place.sign_up.event.title}, {in_words(place.sign_up.event.starts_at.astimezone(clock.LONDON).date())}",
        )
        for place in rows.select_related("sign_up__event").order_by("sign_up__event__starts_at")
    ]


def register() -> None:
    """Called once, when the app is ready."""
    about = "The places go to the next in the queue once access ends."
    register_holding("event_places", "signed up to these events", held=held, move=None, about=about)
