from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import CaseMessageKind, FollowUpResult, SupportCaseState
from .fragments import SiteBar, ViewerBar


class SupportCase(BaseModel):
    site: "SupportCaseSite"
    viewer: "SupportCaseViewer"
    support_case: Optional["SupportCaseSupportCase"] = Field(alias="supportCase")


SupportCaseSite = SiteBar
SupportCaseViewer = ViewerBar


class SupportCaseSupportCase(BaseModel):
    number: int
    what: str
    whom: str
    why: str
    state: SupportCaseState
    state_label: str = Field(alias="stateLabel")
    asked_at: datetime = Field(alias="askedAt")
    target_on: date = Field(alias="targetOn")
    answer: str
    answered_at: Optional[datetime] = Field(alias="answeredAt")
    adviser_name: str = Field(alias="adviserName")
    closed_at: Optional[datetime] = Field(alias="closedAt")
    outcome_label: str = Field(alias="outcomeLabel")
    outcome_note: str = Field(alias="outcomeNote")
    is_own: bool = Field(alias="isOwn")
    can_reply: bool = Field(alias="canReply")
    messages: list["SupportCaseSupportCaseMessages"]
    follow_ups: list["SupportCaseSupportCaseFollowUps"] = Field(alias="followUps")
    drafts: list["SupportCaseSupportCaseDrafts"]
    threads: list["SupportCaseSupportCaseThreads"]


class SupportCaseSupportCaseMessages(BaseModel):
    id: str
    kind: CaseMessageKind
    kind_label: str = Field(alias="kindLabel")
    author_name: str = Field(alias="authorName")
    text: str
    at: datetime


class SupportCaseSupportCaseFollowUps(BaseModel):
    asked_at: datetime = Field(alias="askedAt")
    result: Optional[FollowUpResult]
    result_label: str = Field(alias="resultLabel")
    words: str
    answered_at: Optional[datetime] = Field(alias="answeredAt")


class SupportCaseSupportCaseDrafts(BaseModel):
    reference: str
    title: str


class SupportCaseSupportCaseThreads(BaseModel):
    number: int
    title: str


SupportCase.model_rebuild()
SupportCaseSupportCase.model_rebuild()
