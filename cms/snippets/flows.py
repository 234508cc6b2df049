"""What arrived, and when: written down by whoever receives it. No part of what is signed."""

import datetime

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.snippets.models import DataFlow, Isp, IspVersion

OLDEST = datetime.date(2000, 1, 1)


@transaction.atomic
def record_arrivals(*, by: Requester, reference: str, arrivals: dict[int, datetime.date]) -> Isp:
    """Write down when these flows of the version in force last arrived: {flow key: London day}. All of them or none.

    Raises NotFound for an agreement or flow that is not there, Forbidden, BadInput with `fields` by "flow<key>" for a
    day that is not possible.
    """
    isp: Isp | None = visible(Isp.objects.all(), by).filter(reference__iexact=reference).first()
    if isp is None:
        raise NotFound("There is no such agreement.")
    rows = visible(DataFlow.objects.all(), by).filter(
        version__isp=isp, version__state=IspVersion.State.IN_FORCE, pk__in=arrivals
    )
    flows = {flow.pk: flow for flow in rows.select_related("version__isp")}
    if flows.keys() != arrivals.keys():
        raise NotFound("There is no such flow.")
    if not all(may(by, "flow.record", flow) for flow in flows.values()):
        raise Forbidden("Whoever receives it, and those who look after the agreement, say when it arrived.")
    today = clock.today()
    fields = {f"flow{key}": ["Enter a day that is not in the future."] for key, day in arrivals.items() if day > today}
    fields |= {f"flow{key}": ["Check the year."] for key, day in arrivals.items() if day < OLDEST}
    if fields:
        raise BadInput("Some days need another look.", fields=fields)
    for key, day in arrivals.items():
        flow = flows[key]
        before, flow.last_arrived_on = flow.last_arrived_on, day
        flow.save(update_fields=["last_arrived_on"])
        record(
            by,
            "flow.arrived",
            flow.version,
            before={"flow": key, "arrived": before},
            after={"flow": key, "arrived": day},
            organisation_id=flow.recipient_id,
        )
    return isp
