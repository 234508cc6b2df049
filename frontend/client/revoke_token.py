from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class RevokeToken(BaseModel):
    revoke_token: Optional["RevokeTokenRevokeToken"] = Field(alias="revokeToken")


class RevokeTokenRevokeToken(BaseModel):
    token: Optional["RevokeTokenRevokeTokenToken"]


class RevokeTokenRevokeTokenToken(BaseModel):
    id: str


RevokeToken.model_rebuild()
RevokeTokenRevokeToken.model_rebuild()
