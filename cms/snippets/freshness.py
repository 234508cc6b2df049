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
    """`due_on`: the last day on which the next one is in time; None where nothing was promised or it never arrived."""

    status: str
    due_on: datetime.date | None
    label: str


def freshness_of(flow: DataFlow, today: datetime.date) -> Freshness:
    """A flow's state on a day. Dates decide where there are any; else what its register said counts."""
    if flow.status in (Status.STOPPED, Status.NOT_STARTED) and flow.last_arrived_on is None:
        return Freshness(flow.status, None, Status(flow.status).label)
    if flow.status == Status.STOPPED:
        return Freshness(Status.STOPPED, None, "Stopped")
    if not flow.required_every or flow.last_arrived_on is None:
        return Freshness(flow.status, None, Status(flow.status).label)
    days = DAYS[flow.required_every]
    due = flow.last_arrived_on + datetime.timedelta(days=days)
    late = (today - due).days
    if late > max(1, round(days * GRACE)):
        return Freshness(Status.LATE, due, f"Late: {late} days over what was agreed")
    return Freshness(Status.ON_TIME, due, "On time")
