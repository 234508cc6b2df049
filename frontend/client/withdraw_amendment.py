from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class WithdrawAmendment(BaseModel):
    withdraw_amendment: Optional["WithdrawAmendmentWithdrawAmendment"] = Field(
        alias="withdrawAmendment"
    )


class WithdrawAmendmentWithdrawAmendment(BaseModel):
    amendment: Optional["WithdrawAmendmentWithdrawAmendmentAmendment"]


class WithdrawAmendmentWithdrawAmendmentAmendment(BaseModel):
    number: int


WithdrawAmendment.model_rebuild()
WithdrawAmendmentWithdrawAmendment.model_rebuild()
