from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import (  # noqa: F401
    PostFull,
    PostFullFiles,
    PostFullWriter,
    SiteBar,
    SpaceLine,
    ViewerBar,
)


class CommunityPost(BaseModel):
    site: "CommunityPostSite"
    viewer: "CommunityPostViewer"
    topics: list["CommunityPostTopics"]
    post: Optional["CommunityPostPost"]


CommunityPostSite = SiteBar
CommunityPostViewer = ViewerBar


class CommunityPostTopics(BaseModel):
    slug: str
    name: str


class CommunityPostPost(PostFull):
    replies_before: int = Field(alias="repliesBefore")
    earlier: list["CommunityPostPostEarlier"]
    thread: Optional["CommunityPostPostThread"]


class CommunityPostPostEarlier(BaseModel):
    body: str
    until: datetime


class CommunityPostPostThread(BaseModel):
    number: int
    title: str
    path: str
    kind_label: str = Field(alias="kindLabel")
    is_locked: bool = Field(alias="isLocked")
    reply_count: int = Field(alias="replyCount")
    may_mark: bool = Field(alias="mayMark")
    space: Optional["CommunityPostPostThreadSpace"]
    topics: list["CommunityPostPostThreadTopics"]


CommunityPostPostThreadSpace = SpaceLine


class CommunityPostPostThreadTopics(BaseModel):
    slug: str
    name: str


CommunityPost.model_rebuild()
CommunityPostPost.model_rebuild()
CommunityPostPostThread.model_rebuild()
