from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class WithdrawWish(BaseModel):
    withdraw_wish: Optional["WithdrawWishWithdrawWish"] = Field(alias="withdrawWish")


class WithdrawWishWithdrawWish(BaseModel):
    done: bool


WithdrawWish.model_rebuild()
