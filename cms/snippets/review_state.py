"""What state an agreement is in: always worked out from dates, never stored, so it cannot drift from them.

`isp_status` answers for one agreement and `with_status` finds agreements in SQL; both read the same thresholds.
"""

import calendar
import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, Protocol

from django.db.models import Exists, OuterRef, Q

from cms.snippets.models import Isp, IspVersion

State = IspVersion.State
DUE_FROM_DAYS = 90  # before the due date
LAPSES_AFTER_DAYS = 90  # after it
TagKind = Literal["ok", "due", "late", "draft", "off"]


class Status(StrEnum):
    DRAFT = "draft"
    PEER_REVIEW = "peer_review"
    OUT_FOR_SIGNATURE = "out_for_signature"
    WITHDRAWN = "withdrawn"
    NOT_STARTED = "not_started"
    IN_FORCE = "in_force"
    REVIEW_DUE = "review_due"
    REVIEW_LATE = "review_late"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    RETIRED = "retired"
    ENDED = "ended"


LABELS: dict[Status, str] = {
    Status.DRAFT: "Draft",
    Status.PEER_REVIEW: "Peer review",
    Status.OUT_FOR_SIGNATURE: "Out for signature",
    Status.WITHDRAWN: "Withdrawn",
    Status.NOT_STARTED: "Not started yet",
    Status.IN_FORCE: "In force",
    Status.REVIEW_DUE: "Review due",
    Status.REVIEW_LATE: "Review late",
    Status.LAPSED: "Lapsed",
    Status.SUSPENDED: "Suspended",
    Status.RETIRED: "Retired",
    Status.ENDED: "Ended",
}
KINDS: dict[Status, TagKind] = {
    Status.IN_FORCE: "ok",
    Status.REVIEW_DUE: "due",
    Status.REVIEW_LATE: "late",
    Status.LAPSED: "late",
    Status.SUSPENDED: "due",
    Status.RETIRED: "off",
    Status.ENDED: "off",
    Status.WITHDRAWN: "off",
}
ACTIVE = frozenset({Status.IN_FORCE, Status.REVIEW_DUE, Status.REVIEW_LATE, Status.LAPSED})
NOT_IN_FORCE = frozenset({Status.DRAFT, Status.PEER_REVIEW, Status.OUT_FOR_SIGNATURE, Status.NOT_STARTED})
OVER = frozenset({Status.RETIRED, Status.ENDED, Status.WITHDRAWN})

# The version that speaks for an agreement: the one in force, else the last that was, else the furthest on its way.
# What was once published comes before drafts, so that the status tells nobody of a draft they may not see.
PREFERENCE: tuple[str, ...] = (
    State.IN_FORCE,
    State.SUPERSEDED,
    State.OUT_FOR_SIGNATURE,
    State.PEER_REVIEW,
    State.DRAFT,
    State.WITHDRAWN,
)
WITHOUT_FORCE: dict[str, Status] = {
    State.SUPERSEDED: Status.ENDED,
    State.OUT_FOR_SIGNATURE: Status.OUT_FOR_SIGNATURE,
    State.PEER_REVIEW: Status.PEER_REVIEW,
    State.DRAFT: Status.DRAFT,
    State.WITHDRAWN: Status.WITHDRAWN,
}


class Dates(Protocol):
    """The columns of an `Isp` that its status follows from."""

    starts_on: datetime.date | None
    ends_on: datetime.date | None
    next_review_on: datetime.date | None
    next_review_precision: str
    suspended_on: datetime.date | None
    retired_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class ReviewState:
    """`due_on` is the last day of a month or year; `days_to_review` is negative once late; both None without a date."""

    status: Status
    due_on: datetime.date | None
    days_to_review: int | None

    @property
    def label(self) -> str:
        return LABELS[self.status]

    @property
    def kind(self) -> TagKind:
        return KINDS.get(self.status, "draft")


def label(status: Status) -> str:
    return LABELS[status]


def kind(status: Status) -> TagKind:
    return KINDS.get(status, "draft")


def due_date(on: datetime.date | None, precision: str) -> datetime.date | None:
    """What is due in a month or a year is due on its last day."""
    if on is None or precision == Isp.Precision.NONE:
        return None
    if precision == Isp.Precision.YEAR:
        return datetime.date(on.year, 12, 31)
    if precision == Isp.Precision.MONTH:
        return on.replace(day=calendar.monthrange(on.year, on.month)[1])
    return on


def review_state(isp: Dates, version_states: Any, today: datetime.date) -> ReviewState:
    """The state of an agreement today, given the states of its versions (any iterable of `IspVersion.State`)."""
    due = due_date(isp.next_review_on, isp.next_review_precision)
    days = (due - today).days if due else None
    return ReviewState(isp_status(isp, version_states, today), due, days)


def isp_status(isp: Dates, version_states: Any, today: datetime.date) -> Status:
    """Retired and suspended come first; then what is not in force; then the calendar.

    "Under review" without a date, as a register may say it, is in force: no date is invented for it.
    """
    if isp.retired_on is not None and isp.retired_on <= today:
        return Status.RETIRED
    if isp.suspended_on is not None and isp.suspended_on <= today:
        return Status.SUSPENDED
    speaks = speaking_state(version_states)
    if speaks != State.IN_FORCE:
        return WITHOUT_FORCE[speaks]
    if isp.ends_on is not None and isp.ends_on < today:
        return Status.ENDED
    if isp.starts_on is not None and isp.starts_on > today:
        return Status.NOT_STARTED
    due = due_date(isp.next_review_on, isp.next_review_precision)
    if due is None or (due - today).days > DUE_FROM_DAYS:
        return Status.IN_FORCE
    if due >= today:
        return Status.REVIEW_DUE
    return Status.LAPSED if (today - due).days >= LAPSES_AFTER_DAYS else Status.REVIEW_LATE


def speaking_state(version_states: Any) -> str:
    """The state of the version that speaks for the agreement; a draft where there is none yet."""
    found = set(version_states)
    return next((state for state in PREFERENCE if state in found), State.DRAFT)


def with_status(status: Status, today: datetime.date) -> Q:
    """A filter of `Isp` rows that gives the same answer as `isp_status`."""
    retired, suspended = Q(retired_on__lte=today), Q(suspended_on__lte=today)
    if status == Status.RETIRED:
        return retired
    if status == Status.SUSPENDED:
        return suspended & ~retired
    standing = ~retired & ~suspended
    in_force = _has(State.IN_FORCE)
    if status in (Status.OUT_FOR_SIGNATURE, Status.PEER_REVIEW, Status.WITHDRAWN, Status.DRAFT):
        return standing & _speaks(status)
    ended = Q(ends_on__lt=today)
    if status == Status.ENDED:
        return standing & (_speaks(State.SUPERSEDED) | (in_force & ended))
    started = standing & in_force & ~ended
    early = Q(starts_on__gt=today)
    if status == Status.NOT_STARTED:
        return started & early
    return started & ~early & _calendar(status, today)


def _calendar(status: Status, today: datetime.date) -> Q:
    soon = due_before(today + datetime.timedelta(days=DUE_FROM_DAYS + 1))
    late = due_before(today)
    lapsed = due_before(today - datetime.timedelta(days=LAPSES_AFTER_DAYS - 1))
    return {
        Status.IN_FORCE: ~soon,
        Status.REVIEW_DUE: soon & ~late,
        Status.REVIEW_LATE: late & ~lapsed,
        Status.LAPSED: lapsed,
    }[status]


def due_before(day: datetime.date) -> Q:
    """Reviews due before the day. A month's last day is before it exactly when the month began before the day's."""
    month, year = day.replace(day=1), day.replace(month=1, day=1)
    return (
        Q(next_review_precision=Isp.Precision.DAY, next_review_on__lt=day)
        | Q(next_review_precision=Isp.Precision.MONTH, next_review_on__lt=month)
        | Q(next_review_precision=Isp.Precision.YEAR, next_review_on__lt=year)
    )


def _has(*states: str) -> Q:
    return Q(Exists(IspVersion.objects.filter(isp=OuterRef("pk"), state__in=states)))


def _speaks(state: str) -> Q:
    better = PREFERENCE[: PREFERENCE.index(state)]
    own = _has(state)
    if state == State.DRAFT:  # an agreement without any version is a draft
        own |= ~Q(Exists(IspVersion.objects.filter(isp=OuterRef("pk"))))
    return own & ~_has(*better) if better else own
