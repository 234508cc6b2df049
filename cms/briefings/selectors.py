"""Reads of editions: what the API says beside their columns, and how the sending goes, for the core team's screen."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cms.briefings.items import minutes_to_read
from cms.briefings.models import Edition, EditionAudience, EditionItem, Recipient
from cms.briefings.permissions import visible_items
from cms.briefings.sending import BRIEFING, PUBLIC
from cms.core.requester import Requester
from cms.notifications.models import Delivery

State = Delivery.State


def sent_to(_: Requester, editions: list[Edition]) -> dict[int, str]:
    """To whom each went, in words that name nobody. One query."""
    narrowed = set(EditionAudience.objects.filter(edition__in=editions).values_list("edition", flat=True))
    words = {}
    for edition in editions:
        members = "some members" if edition.pk in narrowed else "all members"
        public = edition.readers == Edition.Readers.PUBLIC
        words[edition.pk] = f"{members} and the public who asked for it" if public else members
    return words


def minutes(requester: Requester, editions: list[Edition]) -> dict[int, int]:
    """How long each takes to read, of what the requester may read of it. One query."""
    found: dict[int, list[EditionItem]] = defaultdict(list)
    for item in visible_items(EditionItem.objects.filter(edition__in=editions), requester):
        found[item.edition_id].append(item)
    return {edition.pk: minutes_to_read(edition.note, found[edition.pk]) for edition in editions}


@dataclass(frozen=True, slots=True)
class Progress:
    """How the sending of an edition stands, in people. `waiting` includes those who chose a digest."""

    people: int
    sent: int
    waiting: int
    not_wanted: int
    failed: int
    came_back: int
    maybe_doubled: int
    left_out: int


def deliveries_of(edition: int) -> QuerySet[Delivery]:
    """The e-mails of an edition, tests aside."""
    return Delivery.objects.filter(
        Q(source_key=f"{BRIEFING}:{edition}") | Q(source_key__startswith=f"{PUBLIC}:{edition}:")
    )


def progress(edition: Edition) -> Progress:
    rows = deliveries_of(edition.pk)
    recipients = Recipient.objects.filter(edition=edition)
    counts = Counter(rows.values_list("state", flat=True))
    people, handed = recipients.count(), sum(counts.values())
    left_out = recipients.exclude(left_out_because="").count()
    waits = sum(counts[state] for state in (State.PENDING, State.HELD, State.GATHERED, State.SENDING))
    return Progress(
        people=people,
        sent=counts[State.SENT],
        waiting=waits + (0 if edition.handed_over_at or edition.stopped_at else max(0, people - left_out - handed)),
        not_wanted=counts[State.CANCELLED] + counts[State.SUPERSEDED],
        failed=counts[State.FAILED],
        came_back=rows.exclude(bounced_at=None).count(),
        maybe_doubled=rows.filter(maybe_doubled=True).count(),
        left_out=left_out,
    )


def to_look_at(edition: int) -> Iterable[Delivery]:
    """What did not arrive, as far as we know: given up, or come back."""
    rows = deliveries_of(edition)
    return (rows.filter(state=State.FAILED) | rows.exclude(bounced_at=None)).order_by("recipient")[:500]
