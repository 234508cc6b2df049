"""The demonstration's meeting: two people have a place, a third waits, and one says what stands in the way."""

from cms.core.requester import SYSTEM
from cms.events.models import SignUp
from cms.events.services import arrange_sign_up, say_barrier, sign_up_for
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.pages.models import EventPage

SLUG = "practitioners-quarterly-meeting"
JOINING = "Ask at the front desk for the training room, or ring 01632 960141 and give the number 4711. (example)"


def make_events(people: dict[str, User]) -> int:
    """Once. Returns how many places are taken."""
    event = EventPage.objects.live().filter(slug=SLUG).first()
    if event is None or SignUp.objects.filter(event=event).exists():
        return 0
    arrange_sign_up(by=SYSTEM, event_id=event.pk, places=2, closes_at=None, joining=JOINING)
    by = {name: requester_of(people[name]) for name in ("two", "charity", "head")}
    places = [sign_up_for(by=person, event_id=event.pk, submission_id=f"demo-{name}") for name, person in by.items()]
    say_barrier(
        by=by["charity"],
        event_id=event.pk,
        submission_id="demo-barrier",
        title="Small charities do not know whom to ring",
        detail="We find a name on a website, and the person left a year ago. (example)",
    )
    return sum(place.given_at is not None for place in places)
