"""Whether a flow arrives as often as was agreed: worked out from dates."""

import datetime
from dataclasses import dataclass

from cms.snippets.models import DataFlow

Every = DataFlow.Every
Status = DataFlow.Status
# Longest number of days between two arrivals, by what was agreed.
DAYS: dict[str, int] = {Every.DAY: 1, Every.WEEK: 7, Every.MONTH: 31, Every.QUARTER: 92, Every.YEAR: 366}
GRACE = 0.25  # a monthly file that comes on the 5th once and on the 9th the next time is not late


@dataclass(frozen=True, slots=True)
class Freshness:
    """`next_due_on`: the day by which the next one was agreed; None where nothing is promised or none ever came."""

    status: DataFlow.Status
    label: str
    next_due_on: datetime.date | None = None


def freshness_of(flow: DataFlow, today: datetime.date) -> Freshness:
    """A flow's state on a day. Dates decide where there are any; else what was written down counts."""
    written = flow.status_on(today)
    arrived = flow.last_arrived_on
    if written == Status.STOPPED or arrived is None or arrived > today:
        return Freshness(written, written.label)
    if not flow.required_every:
        return Freshness(Status.ON_TIME, Status.ON_TIME.label)
    days = DAYS[flow.required_every]
    due = arrived + datetime.timedelta(days=days)
    late = (today - due).days
    if late > max(1, round(days * GRACE)):
        return Freshness(Status.LATE, f"Late by {late} days", due)
    return Freshness(Status.ON_TIME, Status.ON_TIME.label, due)
