from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class OurRecord(BaseModel):
    site: "OurRecordSite"
    viewer: "OurRecordViewer"
    our_record: Optional["OurRecordOurRecord"] = Field(alias="ourRecord")


OurRecordSite = SiteBar
OurRecordViewer = ViewerBar


class OurRecordOurRecord(BaseModel):
    partner_name: str = Field(alias="partnerName")
    partner_slug: str = Field(alias="partnerSlug")
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    entries: list["OurRecordOurRecordEntries"]
    kinds: list["OurRecordOurRecordKinds"]


class OurRecordOurRecordEntries(BaseModel):
    id: str
    at: datetime
    who: str
    what: str
    kind: str
    label: str
    network: str


class OurRecordOurRecordKinds(BaseModel):
    value: str
    label: str


OurRecord.model_rebuild()
OurRecordOurRecord.model_rebuild()
