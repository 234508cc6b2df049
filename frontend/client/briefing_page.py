from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class BriefingPage(BaseModel):
    site: "BriefingPageSite"
    viewer: "BriefingPageViewer"
    briefing: Optional["BriefingPageBriefing"]
    briefings: "BriefingPageBriefings"


BriefingPageSite = SiteBar
BriefingPageViewer = ViewerBar


class BriefingPageBriefing(BaseModel):
    slug: str
    title: str
    path: str
    number: Optional[int]
    note: str
    begun_at: Optional[datetime] = Field(alias="begunAt")
    sent_to: str = Field(alias="sentTo")
    is_public: bool = Field(alias="isPublic")
    is_example: bool = Field(alias="isExample")
    minutes_to_read: int = Field(alias="minutesToRead")
    signed_by: Optional["BriefingPageBriefingSignedBy"] = Field(alias="signedBy")
    items: list["BriefingPageBriefingItems"]
    corrections: list["BriefingPageBriefingCorrections"]


class BriefingPageBriefingSignedBy(BaseModel):
    name: str


class BriefingPageBriefingItems(BaseModel):
    kicker: str
    title: str
    path: str
    text: str
    to_do: str = Field(alias="toDo")


class BriefingPageBriefingCorrections(BaseModel):
    text: str
    made_at: datetime = Field(alias="madeAt")


class BriefingPageBriefings(BaseModel):
    items: list["BriefingPageBriefingsItems"]


class BriefingPageBriefingsItems(BaseModel):
    title: str
    path: str


BriefingPage.model_rebuild()
BriefingPageBriefing.model_rebuild()
BriefingPageBriefings.model_rebuild()
