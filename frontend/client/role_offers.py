from pydantic import Field

from .base_model import BaseModel
from .fragments import OfferLine, SiteBar, ViewerBar


class RoleOffers(BaseModel):
    site: "RoleOffersSite"
    viewer: "RoleOffersViewer"
    role_offers: list["RoleOffersRoleOffers"] = Field(alias="roleOffers")


RoleOffersSite = SiteBar
RoleOffersViewer = ViewerBar
RoleOffersRoleOffers = OfferLine
RoleOffers.model_rebuild()
