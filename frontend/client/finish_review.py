from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ReviewOutcome


class FinishReview(BaseModel):
    finish_review: Optional["FinishReviewFinishReview"] = Field(alias="finishReview")


class FinishReviewFinishReview(BaseModel):
    outcome: ReviewOutcome
    notice_number: Optional[int] = Field(alias="noticeNumber")
    draft_number: Optional[int] = Field(alias="draftNumber")


FinishReview.model_rebuild()
