from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class DiscardReviewAnswers(BaseModel):
    discard_review_answers: Optional["DiscardReviewAnswersDiscardReviewAnswers"] = (
        Field(alias="discardReviewAnswers")
    )


class DiscardReviewAnswersDiscardReviewAnswers(BaseModel):
    isp: Optional["DiscardReviewAnswersDiscardReviewAnswersIsp"]


class DiscardReviewAnswersDiscardReviewAnswersIsp(BaseModel):
    reference: str


DiscardReviewAnswers.model_rebuild()
DiscardReviewAnswersDiscardReviewAnswers.model_rebuild()
