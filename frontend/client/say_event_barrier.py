from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SayEventBarrier(BaseModel):
    say_event_barrier: Optional["SayEventBarrierSayEventBarrier"] = Field(
        alias="sayEventBarrier"
    )


class SayEventBarrierSayEventBarrier(BaseModel):
    barrier: Optional["SayEventBarrierSayEventBarrierBarrier"]


class SayEventBarrierSayEventBarrierBarrier(BaseModel):
    id: str


SayEventBarrier.model_rebuild()
SayEventBarrierSayEventBarrier.model_rebuild()
