from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar


class BriefingFeed(BaseModel):
    site: "BriefingFeedSite"
    briefings: "BriefingFeedBriefings"


BriefingFeedSite = SiteBar


class BriefingFeedBriefings(BaseModel):
    items: list["BriefingFeedBriefingsItems"]


class BriefingFeedBriefingsItems(BaseModel):
    title: str
    path: str
    note: str
    begun_at: Optional[datetime] = Field(alias="begunAt")
    corrections: list["BriefingFeedBriefingsItemsCorrections"]
    items: list["BriefingFeedBriefingsItemsItems"]


class BriefingFeedBriefingsItemsCorrections(BaseModel):
    made_at: datetime = Field(alias="madeAt")


class BriefingFeedBriefingsItemsItems(BaseModel):
    title: str


BriefingFeed.model_rebuild()
BriefingFeedBriefings.model_rebuild()
BriefingFeedBriefingsItems.model_rebuild()
