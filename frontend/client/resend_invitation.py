from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ResendInvitation(BaseModel):
    resend_invitation: Optional["ResendInvitationResendInvitation"] = Field(
        alias="resendInvitation"
    )


class ResendInvitationResendInvitation(BaseModel):
    id: str


ResendInvitation.model_rebuild()
