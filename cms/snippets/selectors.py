"""Reading the registers: the door through which other apps ask about agreements and partners."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Q, Value

from cms.core import clock
from cms.core.partial_dates import PartialDate
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.snippets.models import Isp, IspParty, IspSuccession, IspVersion, Partner, Succession
from cms.snippets.review_state import (
    ACTIVE,
    LABELS,
    NOT_IN_FORCE,
    OVER,
    PREFERENCE,
    ReviewState,
    Status,
    due_date,
    isp_status,
    kind,
    label,
    review_state,
    with_status,
)

__all__ = [
    "ACTIVE",
    "LABELS",
    "NOT_IN_FORCE",
    "OVER",
    "PREFERENCE",
    "ReviewState",
    "Status",
    "due_date",
    "heirs",
    "inheritance_of",
    "isp_by_reference",
    "isp_status",
    "isps_matching",
    "isps_of_party",
    "kind",
    "label",
    "partner_at",
    "partner_by_slug",
    "predecessors_of",
    "review_state",
    "review_states",
    "rows_of_body",
    "second_rows",
    "speaking_versions",
    "successions",
    "with_status",
]


def review_states(isps: Iterable[Any], today: datetime.date) -> dict[int, ReviewState]:
    """{ISP key: its state today}, by one query for all of them."""
    rows = list(isps)
    states: dict[int, set[str]] = defaultdict(set)
    found = IspVersion.objects.filter(isp__in=[isp.pk for isp in rows]).values_list("isp_id", "state")
    for isp, state in found:
        states[isp].add(state)
    return {isp.pk: review_state(isp, states[isp.pk], today) for isp in rows}


def speaking_versions(requester: Requester, isps: Iterable[int]) -> dict[int, list[int]]:
    """{ISP key: keys of the versions the requester may see, the one that speaks for the ISP first}."""
    rows = visible(IspVersion.objects.all(), requester).filter(isp__in=list(isps))
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for isp, state, number, pk in rows.order_by().values_list("isp_id", "state", "number", "pk"):
        found[isp].append((PREFERENCE.index(state), -number, pk))
    return {isp: [pk for _, _, pk in sorted(versions)] for isp, versions in found.items()}


def successions(on: datetime.date | None = None) -> list[tuple[int, int]]:
    """(predecessor, successor) keys of those that took place by a day (today). Hundreds: chains are followed in memory.

    One whose day is not known took place; one of a month or year that has not ended counts from its first day.
    """
    day = on or clock.today()
    rows = Succession.objects.order_by().values_list("predecessor_id", "successor_id", "on")
    # A second row of the same body leads to the first as a body leads to its one successor, and always did.
    second = Partner.objects.order_by().exclude(duplicate_of=None)
    doubles = second.values_list("pk", "duplicate_of_id", Value("", output_field=CharField()))
    found = sorted(rows.union(doubles))
    return [(before, after) for before, after, text in found if not text or PartialDate.parse(text).first_day <= day]


def predecessors_of(partners: Iterable[int], on: datetime.date | None = None) -> dict[int, int]:
    """{body that one of these replaced, at any remove: which of these did}. Safe where data runs in a circle."""
    return _follow(partners, [(successor, predecessor) for predecessor, successor in successions(on)])


def heirs(on: datetime.date | None = None) -> dict[int, frozenset[int]]:
    """{body: those that came after it, as long as each had one successor}. A body that was split has no single heir."""
    ahead: dict[int, list[int]] = defaultdict(list)
    for predecessor, successor in successions(on):
        ahead[predecessor].append(successor)
    found: dict[int, frozenset[int]] = {}
    for body in ahead:
        line: list[int] = []
        here = body
        while len(ahead.get(here, ())) == 1 and (here := ahead[here][0]) not in (body, *line):
            line.append(here)
        found[body] = frozenset(line)
    return found


def still_in(on: datetime.date | None = None) -> Q:
    """Of IspParty rows: those that have not left by a London day (today). A later day changes nothing yet."""
    return Q(left_on=None) | Q(left_on__gt=on or clock.today())


@dataclass(frozen=True, slots=True)
class Inheritance:
    """Which parts of bodies that ended came to a set of partners, agreement by agreement."""

    own: frozenset[int]
    rows: dict[tuple[int, int], IspSuccession]
    single: dict[int, frozenset[int]]

    def came_to_us(self, isp: int, body: int) -> bool:
        """Whether the body's part in this agreement (keys) came to one of us. Of several successors none is chosen."""
        row = self.rows.get((isp, body))
        holder = row.successor_id if row is not None else body
        if holder is None:
            return False
        if row is not None and holder in self.own:
            return True
        return bool(self.single.get(holder, frozenset()) & self.own)

    def carries_over(self, isp: int, body: int) -> bool:
        """Whether what the body signed binds its successor too."""
        row = self.rows.get((isp, body))
        return row is None or row.carries_over


def inheritance_of(partners: Iterable[int], bodies: Iterable[int], on: datetime.date | None = None) -> Inheritance:
    """How the parts of `bodies` (predecessors_of these partners) came to them. Two queries; none without bodies."""
    own, before = frozenset(partners), list(bodies)
    if not before:
        return Inheritance(own, {}, {})
    rows = {
        (row.isp_id, row.predecessor_id): row
        for row in IspSuccession.objects.filter(predecessor__in=before, on__lte=on or clock.today())
    }
    return Inheritance(own, rows, heirs(on))


def _follow(start: Iterable[int], steps: list[tuple[int, int]]) -> dict[int, int]:
    ahead: dict[int, list[int]] = defaultdict(list)
    for here, there in steps:
        ahead[here].append(there)
    origin = {partner: partner for partner in start}
    waiting = list(origin)
    begun = set(origin)
    while waiting:
        here = waiting.pop(0)
        for there in ahead[here]:
            if there not in origin:
                origin[there] = origin[here]
                waiting.append(there)
    return {partner: through for partner, through in origin.items() if partner not in begun}


def rows_of_body(slug: str) -> Q:
    """Partners that are this body: the row with this address, the first row of it, and its second rows."""
    named = Partner.objects.filter(slug=slug)
    first = Q(pk__in=named.values("duplicate_of"))
    return Q(slug=slug) | first | Q(duplicate_of__slug=slug) | Q(duplicate_of__in=named.values("duplicate_of"))


def partner_at(slug: str) -> Q:
    """The row that counts of the body at this address: an old address of a second row leads to the first."""
    return Q(slug=slug, duplicate_of=None) | Q(pk__in=Partner.objects.filter(slug=slug).values("duplicate_of"))


def second_rows(partners: Iterable[int]) -> dict[int, int]:
    """{key of a second row: key of the body's first row, one of these}."""
    return dict(Partner.objects.filter(duplicate_of__in=list(partners)).values_list("pk", "duplicate_of_id"))


def partner_by_slug(requester: Requester, slug: str) -> Partner | None:
    found: Partner | None = visible(Partner.objects.all(), requester).filter(partner_at(slug)).first()
    return found


def isp_by_reference(requester: Requester, reference: str) -> int:
    """The key of an agreement that the requester may see; 0, which none has, for any other."""
    found = visible(Isp.objects.all(), requester).filter(reference=reference).values_list("pk", flat=True).first()
    return int(found or 0)


def isps_matching(requester: Requester, text: str) -> Q:
    """ISPs in which every one of these words is found: title, reference, or a visible lead's or party's name.

    The reference of another register is no part of what the public sees, so the public does not find by it either.
    """
    condition = Q()
    for word in text.split()[:8]:
        named = visible(Partner.objects.all(), requester).filter(name__icontains=word)
        parties = visible(IspParty.objects.all(), requester).filter(partner__in=named.values("pk"))
        other_register = Q(external_reference__icontains=word) if requester.is_member else Q()
        condition &= (
            Q(title__icontains=word)
            | Q(reference__icontains=word)
            | other_register
            | Q(lead__in=named.values("pk"))
            | Q(pk__in=parties.values("version__isp"))
        )
    return condition


def isps_of_party(requester: Requester, partners: Iterable[int]) -> Any:
    """Keys of ISPs that these partners take part in, by parts that the requester may see."""
    parts = visible(IspParty.objects.all(), requester)
    return (
        parts.filter(partner__in=list(partners))
        .exclude(version__state=IspVersion.State.WITHDRAWN)
        .values("version__isp")
    )
