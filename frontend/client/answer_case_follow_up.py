from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AnswerCaseFollowUp(BaseModel):
    answer_case_follow_up: Optional["AnswerCaseFollowUpAnswerCaseFollowUp"] = Field(
        alias="answerCaseFollowUp"
    )


class AnswerCaseFollowUpAnswerCaseFollowUp(BaseModel):
    support_case: Optional["AnswerCaseFollowUpAnswerCaseFollowUpSupportCase"] = Field(
        alias="supportCase"
    )


class AnswerCaseFollowUpAnswerCaseFollowUpSupportCase(BaseModel):
    number: int


AnswerCaseFollowUp.model_rebuild()
AnswerCaseFollowUpAnswerCaseFollowUp.model_rebuild()
