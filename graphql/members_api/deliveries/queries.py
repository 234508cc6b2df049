"""What an organisation's own system sent, for its IG leads and partner leads and for the core team."""

from typing import Any

import graphene

from cms.storage.inbound.ours import Deliveries, our_deliveries
from cms.storage.inbound.permissions import SCOPE
from members_api.deliveries.types import OurDeliveriesType
from members_api.guards import PUBLIC, Exposed


def ours(
    _: None, info: Any, partner: str | None = None, outcome: str | None = None, page: int | None = 1
) -> Deliveries | None:
    by = info.context.requester
    return our_deliveries(by, slug=partner or "", outcome=outcome or "", page=1 if page is None else page)


class DeliveriesQuery(graphene.ObjectType):
    our_deliveries = Exposed(
        OurDeliveriesType,
        description="Null for who is neither IG lead nor lead of the organisation nor of the core team.",
        resolver=ours,
        audience=PUBLIC,
        scope=SCOPE,
        personal=True,
        kept=False,  # a file that comes in is no change of content
        partner=graphene.String(description="A slug; the organisation that you act for, unless given."),
        outcome=graphene.String(description="One of `outcomes`."),
        page=graphene.Int(default_value=1, description="Of 50 files."),
    )
