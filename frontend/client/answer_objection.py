from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AnswerObjection(BaseModel):
    answer_objection: Optional["AnswerObjectionAnswerObjection"] = Field(
        alias="answerObjection"
    )


class AnswerObjectionAnswerObjection(BaseModel):
    amendment: Optional["AnswerObjectionAnswerObjectionAmendment"]


class AnswerObjectionAnswerObjectionAmendment(BaseModel):
    number: int


AnswerObjection.model_rebuild()
AnswerObjectionAnswerObjection.model_rebuild()
