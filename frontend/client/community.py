from datetime import datetime

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, SpaceLine, ThreadLine, ViewerBar


class Community(BaseModel):
    site: "CommunitySite"
    viewer: "CommunityViewer"
    threads: "CommunityThreads"
    spaces: "CommunitySpaces"
    post_drafts: "CommunityPostDrafts" = Field(alias="postDrafts")
    post_reports: "CommunityPostReports" = Field(alias="postReports")
    topics: list["CommunityTopics"]


CommunitySite = SiteBar
CommunityViewer = ViewerBar


class CommunityThreads(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["CommunityThreadsItems"]


CommunityThreadsItems = ThreadLine


class CommunitySpaces(BaseModel):
    items: list["CommunitySpacesItems"]


CommunitySpacesItems = SpaceLine


class CommunityPostDrafts(BaseModel):
    items: list["CommunityPostDraftsItems"]


class CommunityPostDraftsItems(BaseModel):
    place: str
    title: str
    path: str
    saved_at: datetime = Field(alias="savedAt")


class CommunityPostReports(BaseModel):
    total_count: int = Field(alias="totalCount")


class CommunityTopics(BaseModel):
    slug: str
    name: str


Community.model_rebuild()
CommunityThreads.model_rebuild()
CommunitySpaces.model_rebuild()
CommunityPostDrafts.model_rebuild()
