from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SettleReport(BaseModel):
    settle_report: Optional["SettleReportSettleReport"] = Field(alias="settleReport")


class SettleReportSettleReport(BaseModel):
    report: Optional["SettleReportSettleReportReport"]


class SettleReportSettleReportReport(BaseModel):
    id: str


SettleReport.model_rebuild()
SettleReportSettleReport.model_rebuild()
