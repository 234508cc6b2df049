from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class WithdrawRoleOffer(BaseModel):
    withdraw_role_offer: Optional["WithdrawRoleOfferWithdrawRoleOffer"] = Field(
        alias="withdrawRoleOffer"
    )


class WithdrawRoleOfferWithdrawRoleOffer(BaseModel):
    id: str


WithdrawRoleOffer.model_rebuild()
