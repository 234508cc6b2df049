"""Writing down when a flow arrived."""

from typing import Any

import graphene

from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.members.tokens import RECEIPTS
from cms.snippets.flows import record_arrivals
from members_api.keys import key_of
from members_api.mutations import ServiceMutation
from members_api.snippets.isps import IspType

MOST = 200


class ArrivalInput(graphene.InputObjectType):
    flow = graphene.ID(required=True)
    arrived_on = graphene.Date(required=True, description="A London day, not in the future.")


class RecordArrivalsInput(graphene.InputObjectType):
    reference = graphene.String(required=True, description="Such as ISP-0042.")
    arrivals = graphene.List(graphene.NonNull(ArrivalInput), required=True)


class RecordArrivals(ServiceMutation):
    class Arguments:
        input = RecordArrivalsInput(required=True)

    isp = graphene.Field(IspType)
    scope = RECEIPTS

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        rows = data["arrivals"]
        if not 1 <= len(rows) <= MOST or not all(key_of(row["flow"]) for row in rows):
            raise BadInput(f"Name 1 to {MOST} flows and their days.")
        days = {key_of(row["flow"]): row["arrived_on"] for row in rows}
        return {"isp": record_arrivals(by=by, reference=data["reference"], arrivals=days)}


class TemplateMutation(graphene.ObjectType):
    record_arrivals = RecordArrivals.exposed(
        "When flows last arrived: by the recipient and those who look after it. A tool of the recipient may say so "
        "too, with the scope write:receipts: all that tools may write."
    )
