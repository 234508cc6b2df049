"""What an organisation's system sent. Words alone: no field leads on to rows, and none to the files."""

from operator import attrgetter
from typing import Any

import graphene

from cms.storage.inbound.ours import Deliveries, Delivery, Outcome
from members_api.batch import Blocks


class DeliveryType(graphene.ObjectType):
    """One file that the organisation's system sent."""

    shows = Delivery
    id = graphene.ID(required=True, description="The number of its receipt, as in the answer to the system.")
    file = graphene.String(required=True, description="Its name below the organisation's folder.")
    kind = graphene.String(required=True, description="What it is taken for, by its folder, in words.")
    outcome = graphene.String(required=True, description="One of `outcomes`.")
    outcome_label = graphene.String(required=True)
    words = graphene.String(required=True, description="What became of it, and why.")
    sha256 = graphene.String(required=True, description="Of its content; empty where it was not fetched.")
    size = graphene.Float(required=True, description="In bytes.")
    seen_at = graphene.DateTime(required=True)
    decided_at = graphene.DateTime(description="When it was taken in or refused.")
    settled_at = graphene.DateTime(description="When the core team accepted or declined it.")

    class Meta:
        name = "Delivery"

    def resolve_id(self, info: Any) -> str:
        return str(self.pk)


class DeliveryOutcomeType(graphene.ObjectType):
    """What may become of a file."""

    shows = Outcome
    value = graphene.String(required=True, description="As in `Delivery.outcome`.")
    label = graphene.String(required=True, description="The same in words.")

    class Meta:
        name = "DeliveryOutcome"


class OurDeliveriesType(graphene.ObjectType):
    """What an organisation's system sent, newest first."""

    shows = Deliveries
    partner_name = graphene.String(required=True)
    partner_slug = graphene.String(required=True)
    folder = graphene.String(required=True, description="Empty where the organisation's system has none.")
    is_open = graphene.Boolean(required=True, description="Whether files that are sent now are taken.")
    total_count = graphene.Int(required=True)
    page = graphene.Int(required=True)
    page_size = graphene.Int(required=True)
    deliveries = graphene.List(DeliveryType)
    outcomes = graphene.List(DeliveryOutcomeType, description="What `outcome` may be.")
    paths = {"deliveries": Blocks(attrgetter("deliveries")), "outcomes": Blocks(attrgetter("outcomes"))}

    class Meta:
        name = "OurDeliveries"

    def resolve_total_count(self, info: Any) -> int:
        return int(self.total)
