"""Taking a place, waiting for one, giving it up. The last place is given once, and in the order of asking."""

from django.contrib.auth import get_user_model
from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.policy import may, visible
from cms.core.requester import SYSTEM, Requester
from cms.events import telling
from cms.events.models import NEEDS, Place, SignUp
from cms.members.selectors import belonging
from cms.pages.models import EventPage


def sign_up_for(*, by: Requester, event_id: int, submission_id: str, needs: str = "") -> Place:
    """Take a place, or wait for one where all are taken; the person is told which. Who is in already keeps what they
    have, and may say anew what they need.

    `event_id` is the key of the event's page. Raises Unauthenticated, NotFound for an event that the person does not
    see or that needs no signing up, Conflict once it is closed, cancelled or over, BadInput with `fields`.
    """
    if by.user_id is None or not may(by, "event.sign_up"):
        raise Unauthenticated("Sign in to take a place.")
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    needs = needs.strip()
    if len(needs) > NEEDS:
        message = f"Make this shorter: {NEEDS} characters at most."
        raise BadInput(message, fields={"needs": [message]})
    with transaction.atomic():
        sign_up = lock(by, event_id)
        known: Place | None = Place.objects.filter(user=by.user_id, submission_id=submission_id).first()
        if known is not None and known.sign_up_id != sign_up.pk:
            raise BadInput("This submissionId was used before.")
        if known is not None and known.ended_at is not None:
            raise Conflict("You gave this place up. Load the page again to sign up anew.")
        mine: Place | None = known or Place.objects.filter(sign_up=sign_up, user=by.user_id, ended_at=None).first()
        check_open(sign_up)
        if mine is not None:
            if needs != mine.needs:
                mine.needs = needs
                mine.save(update_fields=["needs"])
            return mine
        place = Place.objects.create(
            sign_up=sign_up, user_id=by.user_id, partner_id=by.acting_for, needs=needs, submission_id=submission_id
        )
        record(by, "event_place.asked", place)
        return _seat(by, sign_up, place)


def add_person(*, by: Requester, event_id: int, email: str) -> Place:
    """The core team signs somebody up who rang, also after sign-up has closed and at the door. Raises Forbidden,
    NotFound, Conflict for a cancelled event, BadInput with `fields` for an address without an account."""
    _arranger(by)
    people = get_user_model()._default_manager.filter(email__iexact=email.strip(), is_active=True)
    person = people.first()
    if person is None or not belonging([person.pk]):
        message = "Nobody who is a member today has this address."
        raise BadInput(message, fields={"email": [message]})
    with transaction.atomic():
        sign_up = lock(by, event_id)
        if sign_up.cancelled_at is not None:
            raise Conflict("This event is cancelled.")
        mine: Place | None = Place.objects.filter(sign_up=sign_up, user=person, ended_at=None).first()
        if mine is not None:
            return mine
        membership = person.memberships.current().order_by("pk").first()
        number = Place.objects.filter(sign_up=sign_up, user=person).count()
        place = Place.objects.create(
            sign_up=sign_up,
            user=person,
            partner_id=membership.partner_id if membership else None,
            submission_id=f"added:{sign_up.pk}:{number}",
        )
        record(by, "event_place.added", place)
        if sign_up.event.starts_at <= clock.now():  # they stand at the door
            place.given_at = clock.now()
            place.save(update_fields=["given_at"])
            return place
        return _seat(by, sign_up, place)


def give_up_place(*, by: Requester, event_id: int) -> None:
    """One's own place or wait is over, and the next in the queue gets the place. Nothing happens to who has none.
    Raises Unauthenticated, NotFound, Conflict once the event has begun."""
    if by.user_id is None:
        raise Unauthenticated("Sign in first.")
    with transaction.atomic():
        sign_up = lock(by, event_id)
        place = Place.objects.filter(sign_up=sign_up, user=by.user_id, ended_at=None).first()
        if place is None:
            return
        if sign_up.event.starts_at <= clock.now():
            raise Conflict("The event has begun.")
        _end(by, place, "Given up.")
        give_free_places(by, sign_up)


def end_place(*, by: Requester, place_id: int, because: str) -> Place:
    """The core team takes somebody off the list and says why; they are told, and the next in the queue gets the place.
    Raises Forbidden, NotFound, BadInput with `fields`."""
    _arranger(by)
    because = " ".join(because.split())[:250]
    if not because:
        message = "Say why: the person reads it."
        raise BadInput(message, fields={"because": [message]})
    found = visible(Place.objects.all(), by).filter(pk=place_id).select_related("sign_up").first()
    if found is None:
        raise NotFound("There is no such place.")
    with transaction.atomic():
        sign_up = lock(by, found.sign_up.event_id)
        place: Place = sign_up.people.select_related("user").get(pk=place_id)
        if place.ended_at is None:
            _end(by, place, because)
            place.sign_up = sign_up
            telling.tell_ended(by, place)
            give_free_places(by, sign_up)
    return place


def release_of_leavers(sign_up_id: int) -> int:
    """Places of people who belong nowhere any more go to the queue. Returns how many ended."""
    with transaction.atomic():
        sign_up = SignUp.objects.select_for_update().select_related("event").get(pk=sign_up_id)
        places = list(sign_up.people.filter(ended_at=None).select_related("user"))
        still = belonging(place.user_id for place in places)
        gone = [place for place in places if place.user_id not in still or not place.user.is_active]
        for place in gone:
            _end(SYSTEM, place, "No member any more.")
        if gone:
            give_free_places(SYSTEM, sign_up)
    return len(gone)


def give_free_places(by: Requester, sign_up: SignUp) -> list[Place]:
    """Those who waited longest, as far as places are free; each is told. Under the lock of `sign_up`."""
    if sign_up.cancelled_at is not None or sign_up.event.starts_at <= clock.now():
        return []
    waiting = sign_up.people.filter(ended_at=None, given_at=None, user__is_active=True).order_by("pk")
    if sign_up.places is not None:
        given = sign_up.people.filter(ended_at=None, given_at__isnull=False).count()
        waiting = waiting[: max(0, sign_up.places - given)]
    seated = list(waiting.select_related("user"))
    for place in seated:
        place.sign_up, place.given_at = sign_up, clock.now()
        place.save(update_fields=["given_at"])
        record(by, "event_place.given", place)
        telling.tell_place(by, place)
    return seated


def lock(by: Requester, event_id: int) -> SignUp:
    """The sign-up of an event that the requester sees, held until the transaction ends. Raises NotFound."""
    event = visible(EventPage.objects.all(), by).filter(pk=event_id).first()
    sign_up: SignUp | None = None
    if event is not None:
        sign_up = SignUp.objects.select_for_update().filter(event=event).first()
    if sign_up is None:
        raise NotFound("There is no such event to sign up for.")
    sign_up.event = event
    return sign_up


def check_open(sign_up: SignUp) -> None:
    """Raises Conflict where nobody can sign up any more, and says why."""
    if why := why_closed(sign_up):
        raise Conflict(why)


def why_closed(sign_up: SignUp) -> str:
    """Empty while people can sign up."""
    now = clock.now()
    if sign_up.cancelled_at is not None:
        return "This event is cancelled."
    if sign_up.event.starts_at <= now:
        return "This event has begun."
    if sign_up.closes_at is not None and sign_up.closes_at <= now:
        return "Sign-up has closed. Ask the core team whether there is a place."
    return ""


def _seat(by: Requester, sign_up: SignUp, place: Place) -> Place:
    """Through the queue, so that nobody passes another; who stays in it is told that they wait."""
    seated = {row.pk: row for row in give_free_places(by, sign_up)}
    if place.pk not in seated:
        place.sign_up = sign_up
        telling.tell_waiting(by, place)
    return seated.get(place.pk, place)


def _end(by: Requester, place: Place, because: str) -> None:
    place.ended_at, place.ended_because = clock.now(), because
    place.save(update_fields=["ended_at", "ended_because"])
    record(by, "event_place.ended", place)


def _arranger(by: Requester) -> None:
    if not may(by, "event.arrange"):
        raise Forbidden("The core team arranges events.")
