from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AnswerKeyedFollowUp(BaseModel):
    answer_keyed_follow_up: Optional["AnswerKeyedFollowUpAnswerKeyedFollowUp"] = Field(
        alias="answerKeyedFollowUp"
    )


class AnswerKeyedFollowUpAnswerKeyedFollowUp(BaseModel):
    number: int


AnswerKeyedFollowUp.model_rebuild()
