from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import SupportCaseState
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
    answer: str
    answered_at: Optional[datetime] = Field(alias="answeredAt")
    adviser_name: str = Field(alias="adviserName")


SupportCase.model_rebuild()
