from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ConsultationState
from .fragments import SiteBar, ViewerBar


class ConsultationList(BaseModel):
    site: "ConsultationListSite"
    viewer: "ConsultationListViewer"
    consultations: "ConsultationListConsultations"


ConsultationListSite = SiteBar
ConsultationListViewer = ViewerBar


class ConsultationListConsultations(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["ConsultationListConsultationsItems"]


class ConsultationListConsultationsItems(BaseModel):
    slug: str
    title: str
    summary: str
    kind_label: str = Field(alias="kindLabel")
    state: ConsultationState
    state_label: str = Field(alias="stateLabel")
    opens_on: Optional[date] = Field(alias="opensOn")
    closes_on: Optional[date] = Field(alias="closesOn")
    responded_at: Optional[datetime] = Field(alias="respondedAt")
    comment_count: int = Field(alias="commentCount")
    may_comment: bool = Field(alias="mayComment")


ConsultationList.model_rebuild()
ConsultationListConsultations.model_rebuild()
