from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import OfferLine, SiteBar, ViewerBar


class RoleOffers(BaseModel):
    site: "RoleOffersSite"
    viewer: "RoleOffersViewer"
    role_offers: list["RoleOffersRoleOffers"] = Field(alias="roleOffers")
    role_offers_made: list["RoleOffersRoleOffersMade"] = Field(alias="roleOffersMade")


RoleOffersSite = SiteBar
RoleOffersViewer = ViewerBar
RoleOffersRoleOffers = OfferLine


class RoleOffersRoleOffersMade(BaseModel):
    id: str
    role_label: str = Field(alias="roleLabel")
    made_at: datetime = Field(alias="madeAt")
    ends_on: Optional[date] = Field(alias="endsOn")
    waiting: list[str]
    accepted: list[str]
    declined: list[str]
    may_withdraw: bool = Field(alias="mayWithdraw")


RoleOffers.model_rebuild()
