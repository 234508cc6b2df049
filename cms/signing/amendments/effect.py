"""Where a notice stands, and from when it counts: always worked out from its dates and objections. Pure functions.

What a version says on a day never changes once that day has begun: an objection that is settled lets the notice count
from the day after, and a notice that counts already cannot be withdrawn.
"""

import datetime
from collections.abc import Iterable
from enum import StrEnum

from cms.signing.models import AmendmentNotice, Objection

DAYS_TO_OBJECT = 28
DAY = datetime.timedelta(days=1)


class AmendmentState(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    HELD = "held"
    IN_EFFECT = "in_effect"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


LABELS: dict[AmendmentState, str] = {
    AmendmentState.OPEN: "Open to objections",
    AmendmentState.WAITING: "Waits for its day",
    AmendmentState.HELD: "Held up by an objection",
    AmendmentState.IN_EFFECT: "In effect",
    AmendmentState.WITHDRAWN: "Withdrawn",
    AmendmentState.OVERTAKEN: "Overtaken: the version it changes was replaced or retired first",
}


def is_built_on(objection: Objection) -> bool:
    """The lead and the essential parties: an answer does not settle their objection, only they can take it back."""
    party = objection.party
    return bool(party.is_essential or party.partner_id == objection.notice.isp.lead_id)


def settled_on(objection: Objection) -> datetime.date | None:
    """The day from which an objection holds nothing up any more; None while it stands."""
    days = [objection.taken_back_on, None if is_built_on(objection) else objection.answered_on]
    known = [day for day in days if day is not None]
    return min(known) if known else None


def effective_on(notice: AmendmentNotice, objections: Iterable[Objection]) -> datetime.date | None:
    """The first day on which the changed words count; None where that is not settled, or will never be.

    `objections`: its own, read with `party`. The notice is read with `isp` and `version`.
    """
    if notice.withdrawn_on is not None:
        return None
    days = [settled_on(objection) for objection in objections]
    if None in days:
        return None
    start: datetime.date = max([notice.takes_effect_on, *[day + DAY for day in days if day is not None]])
    ends = [day for day in (notice.version.in_force_to, notice.isp.retired_on) if day is not None]
    return None if ends and start >= min(ends) else start


def state_of(notice: AmendmentNotice, objections: Iterable[Objection], today: datetime.date) -> AmendmentState:
    rows = list(objections)
    if notice.withdrawn_on is not None:
        return AmendmentState.WITHDRAWN
    start = effective_on(notice, rows)
    if start is not None and start <= today:
        return AmendmentState.IN_EFFECT
    ends = [day for day in (notice.version.in_force_to, notice.isp.retired_on) if day is not None]
    if ends and min(ends) <= max(today, notice.takes_effect_on):
        return AmendmentState.OVERTAKEN
    if any(settled_on(objection) is None for objection in rows):
        return AmendmentState.HELD
    return AmendmentState.OPEN if today <= notice.object_until else AmendmentState.WAITING


NOT_YET = frozenset({AmendmentState.OPEN, AmendmentState.WAITING, AmendmentState.HELD})
