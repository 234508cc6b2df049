from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class WithdrawEventBarrier(BaseModel):
    withdraw_event_barrier: Optional["WithdrawEventBarrierWithdrawEventBarrier"] = (
        Field(alias="withdrawEventBarrier")
    )


class WithdrawEventBarrierWithdrawEventBarrier(BaseModel):
    id: str


WithdrawEventBarrier.model_rebuild()
