from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class RecordPaper(BaseModel):
    record_paper: Optional["RecordPaperRecordPaper"] = Field(alias="recordPaper")


class RecordPaperRecordPaper(BaseModel):
    count: int


RecordPaper.model_rebuild()
