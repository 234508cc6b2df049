from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class OurDeliveries(BaseModel):
    site: "OurDeliveriesSite"
    viewer: "OurDeliveriesViewer"
    our_deliveries: Optional["OurDeliveriesOurDeliveries"] = Field(
        alias="ourDeliveries"
    )


OurDeliveriesSite = SiteBar
OurDeliveriesViewer = ViewerBar


class OurDeliveriesOurDeliveries(BaseModel):
    partner_name: str = Field(alias="partnerName")
    partner_slug: str = Field(alias="partnerSlug")
    folder: str
    is_open: bool = Field(alias="isOpen")
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    deliveries: list["OurDeliveriesOurDeliveriesDeliveries"]
    outcomes: list["OurDeliveriesOurDeliveriesOutcomes"]


class OurDeliveriesOurDeliveriesDeliveries(BaseModel):
    id: str
    file: str
    kind: str
    outcome: str
    outcome_label: str = Field(alias="outcomeLabel")
    words: str
    sha_256: str = Field(alias="sha256")
    seen_at: datetime = Field(alias="seenAt")
    decided_at: Optional[datetime] = Field(alias="decidedAt")
    settled_at: Optional[datetime] = Field(alias="settledAt")


class OurDeliveriesOurDeliveriesOutcomes(BaseModel):
    value: str
    label: str


OurDeliveries.model_rebuild()
OurDeliveriesOurDeliveries.model_rebuild()
