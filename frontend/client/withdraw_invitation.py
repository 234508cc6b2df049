from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class WithdrawInvitation(BaseModel):
    withdraw_invitation: Optional["WithdrawInvitationWithdrawInvitation"] = Field(
        alias="withdrawInvitation"
    )


class WithdrawInvitationWithdrawInvitation(BaseModel):
    id: str


WithdrawInvitation.model_rebuild()
