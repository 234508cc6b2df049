from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ConsultationState
from .fragments import ConsultationWords, SiteBar, ViewerBar


class ConsultationPage(BaseModel):
    site: "ConsultationPageSite"
    viewer: "ConsultationPageViewer"
    consultation: Optional["ConsultationPageConsultation"]


ConsultationPageSite = SiteBar
ConsultationPageViewer = ViewerBar


class ConsultationPageConsultation(BaseModel):
    slug: str
    title: str
    summary: str
    kind_label: str = Field(alias="kindLabel")
    state: ConsultationState
    state_label: str = Field(alias="stateLabel")
    opens_on: Optional[date] = Field(alias="opensOn")
    closes_on: Optional[date] = Field(alias="closesOn")
    response: str
    responded_at: Optional[datetime] = Field(alias="respondedAt")
    withdrawn_because: str = Field(alias="withdrawnBecause")
    comment_count: int = Field(alias="commentCount")
    may_comment: bool = Field(alias="mayComment")
    topics: list["ConsultationPageConsultationTopics"]
    interprets: Optional["ConsultationPageConsultationInterprets"]
    paragraphs: list["ConsultationPageConsultationParagraphs"]
    comments: list["ConsultationPageConsultationComments"]


class ConsultationPageConsultationTopics(BaseModel):
    slug: str
    name: str


class ConsultationPageConsultationInterprets(BaseModel):
    title: str
    path: str


class ConsultationPageConsultationParagraphs(BaseModel):
    number: int
    is_heading: bool = Field(alias="isHeading")
    text: str
    comments: list["ConsultationPageConsultationParagraphsComments"]


ConsultationPageConsultationParagraphsComments = ConsultationWords
ConsultationPageConsultationComments = ConsultationWords
ConsultationPage.model_rebuild()
ConsultationPageConsultation.model_rebuild()
ConsultationPageConsultationParagraphs.model_rebuild()
