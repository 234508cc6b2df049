from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar, WriterLine


class CommunityReports(BaseModel):
    site: "CommunityReportsSite"
    viewer: "CommunityReportsViewer"
    post_reports: "CommunityReportsPostReports" = Field(alias="postReports")


CommunityReportsSite = SiteBar
CommunityReportsViewer = ViewerBar


class CommunityReportsPostReports(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["CommunityReportsPostReportsItems"]


class CommunityReportsPostReportsItems(BaseModel):
    id: str
    reason: str
    at: datetime
    settled_at: Optional[datetime] = Field(alias="settledAt")
    outcome: str
    reporter_name: str = Field(alias="reporterName")
    post: Optional["CommunityReportsPostReportsItemsPost"]


class CommunityReportsPostReportsItemsPost(BaseModel):
    id: str
    number: int
    excerpt: str
    is_hidden: bool = Field(alias="isHidden")
    is_deleted: bool = Field(alias="isDeleted")
    may_moderate: bool = Field(alias="mayModerate")
    path: str
    writer: Optional["CommunityReportsPostReportsItemsPostWriter"]
    thread: Optional["CommunityReportsPostReportsItemsPostThread"]


CommunityReportsPostReportsItemsPostWriter = WriterLine


class CommunityReportsPostReportsItemsPostThread(BaseModel):
    number: int
    title: str
    path: str


CommunityReports.model_rebuild()
CommunityReportsPostReports.model_rebuild()
CommunityReportsPostReportsItems.model_rebuild()
CommunityReportsPostReportsItemsPost.model_rebuild()
