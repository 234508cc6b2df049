from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class InviteToJoin(BaseModel):
    invite_to_join: Optional["InviteToJoinInviteToJoin"] = Field(alias="inviteToJoin")


class InviteToJoinInviteToJoin(BaseModel):
    isp: Optional["InviteToJoinInviteToJoinIsp"]


class InviteToJoinInviteToJoinIsp(BaseModel):
    reference: str


InviteToJoin.model_rebuild()
InviteToJoinInviteToJoin.model_rebuild()
