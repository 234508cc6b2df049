"""What the core team does about an event: places, joining details, cancelling, who came, slides and notes."""

import datetime
from collections.abc import Collection

from django.db import transaction
from wagtail.documents import get_document_model

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import SYSTEM, Requester
from cms.events import telling
from cms.events.models import Paper, SignUp
from cms.events.services.places import give_free_places, lock
from cms.pages.models import EventPage

MOST_PLACES = 5000
LONGEST = 4000  # characters of joining details


def arrange_sign_up(
    *, by: Requester, event_id: int, places: int | None, closes_at: datetime.datetime | None, joining: str
) -> SignUp:
    """Open sign-up for an event, or change how it is arranged. `places` None: as many as come.

    More places go to the queue at once. Fewer take nobody's place away. Changed joining details are sent to who has a
    place. Raises Forbidden, NotFound, Conflict for an event that is over, BadInput with `fields`.
    """
    _may(by)
    event = visible(EventPage.objects.all(), by).filter(pk=event_id).first()
    if event is None:
        raise NotFound("There is no such event. Publish its page first.")
    _check(event, places, closes_at, joining)
    joining = joining.strip()
    told = {"told_starts_at": event.starts_at, "told_ends_at": event.ends_at, "told_place": event.place}
    with transaction.atomic():
        SignUp.objects.get_or_create(event=event, defaults={"places": places, "joining": joining, **told})
        sign_up = lock(by, event_id)
        new_way = joining != sign_up.joining
        sign_up.places, sign_up.closes_at, sign_up.joining = places, closes_at, joining
        sign_up.version += 1
        sign_up.save(update_fields=["places", "closes_at", "joining", "version"])
        record(by, "event.arranged", sign_up, after=[places, closes_at, joining])
        if new_way and sign_up.cancelled_at is None and event.ends_at > clock.now():
            telling.tell_joining(by, sign_up)
        give_free_places(by, sign_up)
    return sign_up


def _check(event: EventPage, places: int | None, closes_at: datetime.datetime | None, joining: str) -> None:
    fields = {}
    if event.ends_at <= clock.now():
        raise Conflict("This event is over.")
    if places is not None and not 1 <= places <= MOST_PLACES:
        fields["places"] = [f"Give a number from 1 to {MOST_PLACES:,}, or leave it empty."]
    if closes_at is not None and closes_at > event.starts_at:
        fields["closes_at"] = ["Sign-up closes when the event begins, or earlier."]
    if len(joining) > LONGEST:
        fields["joining"] = [f"Make this shorter: {LONGEST:,} characters at most."]
    if fields:
        raise BadInput("Some of it needs another look.", fields=fields)


def note_published(event: EventPage) -> int:
    """After an event's page was published: those who signed up are told of another time or place, once. Returns how
    many were told."""
    with transaction.atomic():
        sign_up = SignUp.objects.select_for_update().filter(event=event.pk).first()
        if sign_up is None:
            return 0
        sign_up.event = event
        now = {"told_starts_at": event.starts_at, "told_ends_at": event.ends_at, "told_place": event.place}
        before = {name: getattr(sign_up, name) for name in now}
        if now == before:
            return 0
        words = telling.when_in_words(sign_up.told_starts_at, sign_up.told_ends_at)
        words += f", {sign_up.told_place}" if sign_up.told_place else ""
        over = max(event.ends_at, sign_up.told_ends_at) <= clock.now()  # a correction afterwards is no news
        for name, value in now.items():
            setattr(sign_up, name, value)
        sign_up.version += 1
        sign_up.save(update_fields=[*now, "version"])
        record(SYSTEM, "event.moved", sign_up, before=before, after=now)
        if over or sign_up.cancelled_at is not None:
            return 0
        return telling.tell_changed(SYSTEM, sign_up, before=words)


def cancel_event(*, by: Requester, event_id: int, because: str) -> int:
    """It does not take place: everybody on the list and in the queue is told why. The page stays and says so. Returns
    how many were told. Raises Forbidden, NotFound, Conflict once it is over, BadInput with `fields`."""
    _may(by)
    because = " ".join(because.split())[:400]
    if not because:
        message = "Say why: it stands on the event’s page and in the mail."
        raise BadInput(message, fields={"because": [message]})
    with transaction.atomic():
        sign_up = lock(by, event_id)
        if sign_up.cancelled_at is not None:
            return 0
        if sign_up.event.ends_at <= clock.now():
            raise Conflict("This event is over.")
        sign_up.cancelled_at, sign_up.cancelled_because = clock.now(), because
        sign_up.version += 1
        sign_up.save(update_fields=["cancelled_at", "cancelled_because", "version"])
        record(by, "event.cancelled", sign_up)
        return telling.tell_cancelled(by, sign_up)


def hold_after_all(*, by: Requester, event_id: int) -> int:
    """It takes place after all: everybody keeps what they had and is told. Raises Forbidden, NotFound, Conflict."""
    _may(by)
    with transaction.atomic():
        sign_up = lock(by, event_id)
        if sign_up.cancelled_at is None:
            return 0
        if sign_up.event.ends_at <= clock.now():
            raise Conflict("This event is over.")
        sign_up.cancelled_at, sign_up.cancelled_because = None, ""
        sign_up.version += 1
        sign_up.save(update_fields=["cancelled_at", "cancelled_because", "version"])
        record(by, "event.back_on", sign_up)
        told = telling.tell_back_on(by, sign_up)
        give_free_places(by, sign_up)
        return told


def record_attendance(*, by: Requester, event_id: int, came: Collection[int]) -> int:
    """Write down who came: `came` are keys of places; who has a place and is not among them did not. Returns how many
    came. Raises Forbidden, NotFound, Conflict before it begins."""
    _may(by)
    with transaction.atomic():
        sign_up = lock(by, event_id)
        if sign_up.event.starts_at > clock.now():
            raise Conflict("This event has not begun.")
        rows = sign_up.people.filter(ended_at=None, given_at__isnull=False)
        there = 0
        for place in rows:
            place.came = place.pk in came
            place.save(update_fields=["came"])
            there += place.came
        record(by, "event.attendance_recorded", sign_up, label=f"{there} of {len(rows)}")
    return there


def add_paper(*, by: Requester, event_id: int, document_id: int, title: str) -> Paper:
    """Slides or notes, for whoever sees the event. The same file is added once; its title may change. Raises Forbidden,
    NotFound, BadInput with `fields`."""
    _may(by)
    event = visible(EventPage.objects.all(), by).filter(pk=event_id).first()
    document = visible(get_document_model().objects.all(), by).filter(pk=document_id).first()
    if event is None or document is None:
        raise NotFound("There is no such event or file.")
    title = " ".join(title.split())[:160] or document.title[:160]
    paper, _ = Paper.objects.update_or_create(event=event, document=document, defaults={"title": title})
    record(by, "event_paper.added", paper)
    return paper


def remove_paper(*, by: Requester, paper_id: int) -> None:
    """The file itself stays among the documents. Raises Forbidden; nothing happens where it is gone already."""
    _may(by)
    paper = visible(Paper.objects.all(), by).filter(pk=paper_id).first()
    if paper is not None:
        record(by, "event_paper.removed", paper)
        paper.delete()


def _may(by: Requester) -> None:
    if not may(by, "event.arrange"):
        raise Forbidden("The core team arranges events.")
