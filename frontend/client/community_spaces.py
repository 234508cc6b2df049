from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, SpaceLine, ViewerBar


class CommunitySpaces(BaseModel):
    site: "CommunitySpacesSite"
    viewer: "CommunitySpacesViewer"
    spaces: "CommunitySpacesSpaces"


CommunitySpacesSite = SiteBar
CommunitySpacesViewer = ViewerBar


class CommunitySpacesSpaces(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["CommunitySpacesSpacesItems"]


class CommunitySpacesSpacesItems(SpaceLine):
    people_count: Optional[int] = Field(alias="peopleCount")
    ends_on: Optional[date] = Field(alias="endsOn")


CommunitySpaces.model_rebuild()
CommunitySpacesSpaces.model_rebuild()
