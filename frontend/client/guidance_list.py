from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import GuidanceAuthority, GuidanceSupportLevel
from .fragments import SiteBar, ViewerBar


class GuidanceList(BaseModel):
    site: "GuidanceListSite"
    viewer: "GuidanceListViewer"
    topics: list["GuidanceListTopics"]
    guidance_items: "GuidanceListGuidanceItems" = Field(alias="guidanceItems")


GuidanceListSite = SiteBar
GuidanceListViewer = ViewerBar


class GuidanceListTopics(BaseModel):
    slug: str
    name: str


class GuidanceListGuidanceItems(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["GuidanceListGuidanceItemsItems"]


class GuidanceListGuidanceItemsItems(BaseModel):
    title: str
    path: str
    summary: str
    authority: GuidanceAuthority
    issuer: str
    support_level: GuidanceSupportLevel = Field(alias="supportLevel")
    edition: str
    review_on: Optional[date] = Field(alias="reviewOn")


GuidanceList.model_rebuild()
GuidanceListGuidanceItems.model_rebuild()
