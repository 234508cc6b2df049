from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class RecordCharterPaper(BaseModel):
    record_charter_paper: Optional["RecordCharterPaperRecordCharterPaper"] = Field(
        alias="recordCharterPaper"
    )


class RecordCharterPaperRecordCharterPaper(BaseModel):
    signature: Optional["RecordCharterPaperRecordCharterPaperSignature"]


class RecordCharterPaperRecordCharterPaperSignature(BaseModel):
    id: str


RecordCharterPaper.model_rebuild()
RecordCharterPaperRecordCharterPaper.model_rebuild()
