from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class TakeOverToken(BaseModel):
    take_over_token: Optional["TakeOverTokenTakeOverToken"] = Field(
        alias="takeOverToken"
    )


class TakeOverTokenTakeOverToken(BaseModel):
    token: Optional["TakeOverTokenTakeOverTokenToken"]


class TakeOverTokenTakeOverTokenToken(BaseModel):
    id: str


TakeOverToken.model_rebuild()
TakeOverTokenTakeOverToken.model_rebuild()
