from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import SpaceStanding
from .fragments import SiteBar, SpaceLine, ThreadLine, ViewerBar


class CommunitySpace(BaseModel):
    site: "CommunitySpaceSite"
    viewer: "CommunitySpaceViewer"
    topics: list["CommunitySpaceTopics"]
    space: Optional["CommunitySpaceSpace"]
    threads: "CommunitySpaceThreads"


CommunitySpaceSite = SiteBar
CommunitySpaceViewer = ViewerBar


class CommunitySpaceTopics(BaseModel):
    slug: str
    name: str


class CommunitySpaceSpace(SpaceLine):
    ends_on: Optional[date] = Field(alias="endsOn")
    archived_because: str = Field(alias="archivedBecause")
    people_count: Optional[int] = Field(alias="peopleCount")
    may_write: bool = Field(alias="mayWrite")
    may_keep: bool = Field(alias="mayKeep")
    may_moderate: bool = Field(alias="mayModerate")
    parked_from: Optional["CommunitySpaceSpaceParkedFrom"] = Field(alias="parkedFrom")
    people: list["CommunitySpaceSpacePeople"]


class CommunitySpaceSpaceParkedFrom(BaseModel):
    name: str
    path: str


class CommunitySpaceSpacePeople(BaseModel):
    id: str
    name: str
    organisation: str
    standing: SpaceStanding
    is_you: bool = Field(alias="isYou")
    asked_at: Optional[datetime] = Field(alias="askedAt")
    joined_at: Optional[datetime] = Field(alias="joinedAt")
    why: str


class CommunitySpaceThreads(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["CommunitySpaceThreadsItems"]


CommunitySpaceThreadsItems = ThreadLine
CommunitySpace.model_rebuild()
CommunitySpaceSpace.model_rebuild()
CommunitySpaceThreads.model_rebuild()
