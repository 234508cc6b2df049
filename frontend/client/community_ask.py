from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, SpaceLine, ViewerBar


class CommunityAsk(BaseModel):
    site: "CommunityAskSite"
    viewer: "CommunityAskViewer"
    topics: list["CommunityAskTopics"]
    spaces: "CommunityAskSpaces"
    post_draft: Optional["CommunityAskPostDraft"] = Field(alias="postDraft")
    search: Optional["CommunityAskSearch"] = None


CommunityAskSite = SiteBar
CommunityAskViewer = ViewerBar


class CommunityAskTopics(BaseModel):
    slug: str
    name: str


class CommunityAskSpaces(BaseModel):
    items: list["CommunityAskSpacesItems"]


class CommunityAskSpacesItems(SpaceLine):
    may_write: bool = Field(alias="mayWrite")


class CommunityAskPostDraft(BaseModel):
    saved_at: datetime = Field(alias="savedAt")
    values: list["CommunityAskPostDraftValues"]


class CommunityAskPostDraftValues(BaseModel):
    name: str
    value: str


class CommunityAskSearch(BaseModel):
    degraded: bool
    items: list["CommunityAskSearchItems"]


class CommunityAskSearchItems(BaseModel):
    kind_label: str = Field(alias="kindLabel")
    title: str
    path: str
    status: str
    reference: str
    date: Optional[date]
    snippet_parts: list["CommunityAskSearchItemsSnippetParts"] = Field(
        alias="snippetParts"
    )


class CommunityAskSearchItemsSnippetParts(BaseModel):
    text: str
    match: bool


CommunityAsk.model_rebuild()
CommunityAskSpaces.model_rebuild()
CommunityAskPostDraft.model_rebuild()
CommunityAskSearch.model_rebuild()
CommunityAskSearchItems.model_rebuild()
