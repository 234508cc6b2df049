from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class BriefingList(BaseModel):
    site: "BriefingListSite"
    viewer: "BriefingListViewer"
    briefings: "BriefingListBriefings"


BriefingListSite = SiteBar
BriefingListViewer = ViewerBar


class BriefingListBriefings(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["BriefingListBriefingsItems"]


class BriefingListBriefingsItems(BaseModel):
    title: str
    path: str
    number: Optional[int]
    begun_at: Optional[datetime] = Field(alias="begunAt")
    sent_to: str = Field(alias="sentTo")
    is_public: bool = Field(alias="isPublic")
    is_example: bool = Field(alias="isExample")


BriefingList.model_rebuild()
BriefingListBriefings.model_rebuild()
