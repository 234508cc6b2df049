from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class BodyCheckPage(BaseModel):
    site: "BodyCheckPageSite"
    viewer: "BodyCheckPageViewer"
    body_check: Optional["BodyCheckPageBodyCheck"] = Field(alias="bodyCheck")


BodyCheckPageSite = SiteBar
BodyCheckPageViewer = ViewerBar


class BodyCheckPageBodyCheck(BaseModel):
    slug: str
    name: str
    fingerprint: str
    due_on: Optional[date] = Field(alias="dueOn")
    is_late: bool = Field(alias="isLate")
    last_confirmed_on: Optional[date] = Field(alias="lastConfirmedOn")
    last_confirmed_by: str = Field(alias="lastConfirmedBy")
    parts: list["BodyCheckPageBodyCheckParts"]


class BodyCheckPageBodyCheckParts(BaseModel):
    kind: str
    question: str
    lines: list[str]
    path: str
    path_label: str = Field(alias="pathLabel")


BodyCheckPage.model_rebuild()
BodyCheckPageBodyCheck.model_rebuild()
