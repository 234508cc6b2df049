from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, SpaceLine, ViewerBar


class SpaceList(BaseModel):
    site: "SpaceListSite"
    viewer: "SpaceListViewer"
    spaces: "SpaceListSpaces"


SpaceListSite = SiteBar
SpaceListViewer = ViewerBar


class SpaceListSpaces(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["SpaceListSpacesItems"]


class SpaceListSpacesItems(SpaceLine):
    people_count: Optional[int] = Field(alias="peopleCount")
    ends_on: Optional[date] = Field(alias="endsOn")


SpaceList.model_rebuild()
SpaceListSpaces.model_rebuild()
