from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class RecordPageReview(BaseModel):
    record_page_review: Optional["RecordPageReviewRecordPageReview"] = Field(
        alias="recordPageReview"
    )


class RecordPageReviewRecordPageReview(BaseModel):
    review: Optional["RecordPageReviewRecordPageReviewReview"]


class RecordPageReviewRecordPageReviewReview(BaseModel):
    path: str


RecordPageReview.model_rebuild()
RecordPageReviewRecordPageReview.model_rebuild()
