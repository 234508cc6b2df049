from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ThreadKind
from .fragments import PostFull, SiteBar, SpaceLine, ViewerBar


class CommunityThread(BaseModel):
    site: "CommunityThreadSite"
    viewer: "CommunityThreadViewer"
    guidance_from_thread: Optional["CommunityThreadGuidanceFromThread"] = Field(
        alias="guidanceFromThread"
    )
    thread: Optional["CommunityThreadThread"]
    posts: "CommunityThreadPosts"
    post_draft: Optional["CommunityThreadPostDraft"] = Field(alias="postDraft")
    upload_result: Optional["CommunityThreadUploadResult"] = Field(
        alias="uploadResult", default=None
    )


CommunityThreadSite = SiteBar
CommunityThreadViewer = ViewerBar


class CommunityThreadGuidanceFromThread(BaseModel):
    title: str
    path: str


class CommunityThreadThread(BaseModel):
    number: int
    title: str
    kind: ThreadKind
    kind_label: str = Field(alias="kindLabel")
    path: str
    created_at: datetime = Field(alias="createdAt")
    is_answered: bool = Field(alias="isAnswered")
    is_locked: bool = Field(alias="isLocked")
    is_hidden: bool = Field(alias="isHidden")
    reply_count: int = Field(alias="replyCount")
    you_follow: bool = Field(alias="youFollow")
    you_are_anonymous: bool = Field(alias="youAreAnonymous")
    may_write: bool = Field(alias="mayWrite")
    may_mark: bool = Field(alias="mayMark")
    may_moderate: bool = Field(alias="mayModerate")
    space: Optional["CommunityThreadThreadSpace"]
    topics: list["CommunityThreadThreadTopics"]
    opening: Optional["CommunityThreadThreadOpening"]
    answer: Optional["CommunityThreadThreadAnswer"]
    merged_into: Optional["CommunityThreadThreadMergedInto"] = Field(alias="mergedInto")
    moderation: list["CommunityThreadThreadModeration"]


CommunityThreadThreadSpace = SpaceLine


class CommunityThreadThreadTopics(BaseModel):
    slug: str
    name: str


CommunityThreadThreadOpening = PostFull
CommunityThreadThreadAnswer = PostFull


class CommunityThreadThreadMergedInto(BaseModel):
    path: str


class CommunityThreadThreadModeration(BaseModel):
    kind_label: str = Field(alias="kindLabel")
    reason: str
    note: str
    at: datetime


class CommunityThreadPosts(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["CommunityThreadPostsItems"]


CommunityThreadPostsItems = PostFull


class CommunityThreadPostDraft(BaseModel):
    saved_at: datetime = Field(alias="savedAt")
    values: list["CommunityThreadPostDraftValues"]


class CommunityThreadPostDraftValues(BaseModel):
    name: str
    value: str


class CommunityThreadUploadResult(BaseModel):
    files: list["CommunityThreadUploadResultFiles"]


class CommunityThreadUploadResultFiles(BaseModel):
    name: str
    taken: bool
    words: str


CommunityThread.model_rebuild()
CommunityThreadThread.model_rebuild()
CommunityThreadPosts.model_rebuild()
CommunityThreadPostDraft.model_rebuild()
CommunityThreadUploadResult.model_rebuild()
