from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import GatewayState
from .fragments import IspLink, SiteBar, ViewerBar


class GatewayPage(BaseModel):
    site: "GatewayPageSite"
    viewer: "GatewayPageViewer"
    legal_gateway: Optional["GatewayPageLegalGateway"] = Field(alias="legalGateway")


GatewayPageSite = SiteBar
GatewayPageViewer = ViewerBar


class GatewayPageLegalGateway(BaseModel):
    slug: str
    act: str
    year: Optional[int]
    provision: str
    title: str
    what_it_does: str = Field(alias="whatItDoes")
    effect: str
    power_is: str = Field(alias="powerIs")
    who: str
    passed_on: str = Field(alias="passedOn")
    in_force_from: str = Field(alias="inForceFrom")
    in_force_to: str = Field(alias="inForceTo")
    state: GatewayState
    is_exemption: bool = Field(alias="isExemption")
    is_unverified: bool = Field(alias="isUnverified")
    source_url: str = Field(alias="sourceUrl")
    note: str
    isps: list["GatewayPageLegalGatewayIsps"]


GatewayPageLegalGatewayIsps = IspLink
GatewayPage.model_rebuild()
GatewayPageLegalGateway.model_rebuild()
