from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class TakeBackObjection(BaseModel):
    take_back_objection: Optional["TakeBackObjectionTakeBackObjection"] = Field(
        alias="takeBackObjection"
    )


class TakeBackObjectionTakeBackObjection(BaseModel):
    amendment: Optional["TakeBackObjectionTakeBackObjectionAmendment"]


class TakeBackObjectionTakeBackObjectionAmendment(BaseModel):
    number: int


TakeBackObjection.model_rebuild()
TakeBackObjectionTakeBackObjection.model_rebuild()
