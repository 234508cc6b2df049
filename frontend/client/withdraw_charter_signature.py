from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class WithdrawCharterSignature(BaseModel):
    withdraw_charter_signature: Optional[
        "WithdrawCharterSignatureWithdrawCharterSignature"
    ] = Field(alias="withdrawCharterSignature")


class WithdrawCharterSignatureWithdrawCharterSignature(BaseModel):
    signature: Optional["WithdrawCharterSignatureWithdrawCharterSignatureSignature"]


class WithdrawCharterSignatureWithdrawCharterSignatureSignature(BaseModel):
    id: str


WithdrawCharterSignature.model_rebuild()
WithdrawCharterSignatureWithdrawCharterSignature.model_rebuild()
