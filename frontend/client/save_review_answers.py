from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SaveReviewAnswers(BaseModel):
    save_review_answers: Optional["SaveReviewAnswersSaveReviewAnswers"] = Field(
        alias="saveReviewAnswers"
    )


class SaveReviewAnswersSaveReviewAnswers(BaseModel):
    next_step: str = Field(alias="nextStep")


SaveReviewAnswers.model_rebuild()
