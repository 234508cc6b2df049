from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import IspLink, SiteBar, ViewerBar


class ReportForm(BaseModel):
    site: "ReportFormSite"
    viewer: "ReportFormViewer"
    isp: Optional["ReportFormIsp"]


ReportFormSite = SiteBar
ReportFormViewer = ViewerBar


class ReportFormIsp(IspLink):
    can_report: bool = Field(alias="canReport")
    can_review: bool = Field(alias="canReview")
    owner: Optional["ReportFormIspOwner"]
    lead: Optional["ReportFormIspLead"]


class ReportFormIspOwner(BaseModel):
    name: str


class ReportFormIspLead(BaseModel):
    name: str


ReportForm.model_rebuild()
ReportFormIsp.model_rebuild()
