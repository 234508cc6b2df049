from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ReportPost(BaseModel):
    report_post: Optional["ReportPostReportPost"] = Field(alias="reportPost")


class ReportPostReportPost(BaseModel):
    report: Optional["ReportPostReportPostReport"]


class ReportPostReportPostReport(BaseModel):
    id: str


ReportPost.model_rebuild()
ReportPostReportPost.model_rebuild()
