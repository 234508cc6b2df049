from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class RecordReview(BaseModel):
    record_review: Optional["RecordReviewRecordReview"] = Field(alias="recordReview")


class RecordReviewRecordReview(BaseModel):
    isp: Optional["RecordReviewRecordReviewIsp"]


class RecordReviewRecordReviewIsp(BaseModel):
    reference: str


RecordReview.model_rebuild()
RecordReviewRecordReview.model_rebuild()
