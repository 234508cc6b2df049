from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class DraftStart(BaseModel):
    site: "DraftStartSite"
    viewer: "DraftStartViewer"
    drafts: "DraftStartDrafts"
    support_case: Optional["DraftStartSupportCase"] = Field(alias="supportCase")


DraftStartSite = SiteBar
DraftStartViewer = ViewerBar


class DraftStartDrafts(BaseModel):
    may_start_for: list["DraftStartDraftsMayStartFor"] = Field(alias="mayStartFor")


class DraftStartDraftsMayStartFor(BaseModel):
    name: str
    slug: str


class DraftStartSupportCase(BaseModel):
    number: int
    what: str
    whom: str
    why: str


DraftStart.model_rebuild()
DraftStartDrafts.model_rebuild()
