from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AnswerCredit(BaseModel):
    answer_credit: Optional["AnswerCreditAnswerCredit"] = Field(alias="answerCredit")


class AnswerCreditAnswerCredit(BaseModel):
    agreed: bool


AnswerCredit.model_rebuild()
