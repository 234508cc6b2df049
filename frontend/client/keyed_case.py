from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import CaseMessageKind, SupportCaseState
from .fragments import SiteBar, ViewerBar


class KeyedCase(BaseModel):
    site: "KeyedCaseSite"
    viewer: "KeyedCaseViewer"
    keyed_case: Optional["KeyedCaseKeyedCase"] = Field(alias="keyedCase")


KeyedCaseSite = SiteBar
KeyedCaseViewer = ViewerBar


class KeyedCaseKeyedCase(BaseModel):
    number: int
    what: str
    whom: str
    why: str
    state: SupportCaseState
    state_label: str = Field(alias="stateLabel")
    asked_at: datetime = Field(alias="askedAt")
    target_on: date = Field(alias="targetOn")
    adviser_name: str = Field(alias="adviserName")
    outcome_label: str = Field(alias="outcomeLabel")
    outcome_note: str = Field(alias="outcomeNote")
    asks_what_came_of_it: bool = Field(alias="asksWhatCameOfIt")
    messages: list["KeyedCaseKeyedCaseMessages"]


class KeyedCaseKeyedCaseMessages(BaseModel):
    kind: CaseMessageKind
    kind_label: str = Field(alias="kindLabel")
    author_name: str = Field(alias="authorName")
    text: str
    at: datetime


KeyedCase.model_rebuild()
KeyedCaseKeyedCase.model_rebuild()
