from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class MarkAnswer(BaseModel):
    mark_answer: Optional["MarkAnswerMarkAnswer"] = Field(alias="markAnswer")


class MarkAnswerMarkAnswer(BaseModel):
    thread: Optional["MarkAnswerMarkAnswerThread"]


class MarkAnswerMarkAnswerThread(BaseModel):
    path: str


MarkAnswer.model_rebuild()
MarkAnswerMarkAnswer.model_rebuild()
