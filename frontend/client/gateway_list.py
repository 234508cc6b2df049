from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import GatewayState
from .fragments import SiteBar, ViewerBar


class GatewayList(BaseModel):
    site: "GatewayListSite"
    viewer: "GatewayListViewer"
    legal_gateways: "GatewayListLegalGateways" = Field(alias="legalGateways")


GatewayListSite = SiteBar
GatewayListViewer = ViewerBar


class GatewayListLegalGateways(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["GatewayListLegalGatewaysItems"]


class GatewayListLegalGatewaysItems(BaseModel):
    slug: str
    act: str
    year: Optional[int]
    provision: str
    title: str
    effect: str
    who: str
    state: GatewayState


GatewayList.model_rebuild()
GatewayListLegalGateways.model_rebuild()
