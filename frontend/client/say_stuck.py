from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SayStuck(BaseModel):
    say_stuck: Optional["SayStuckSayStuck"] = Field(alias="sayStuck")


class SayStuckSayStuck(BaseModel):
    id: str


SayStuck.model_rebuild()
