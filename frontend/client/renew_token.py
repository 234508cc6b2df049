from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import TokenLine


class RenewToken(BaseModel):
    renew_token: Optional["RenewTokenRenewToken"] = Field(alias="renewToken")


class RenewTokenRenewToken(BaseModel):
    text: str
    token: Optional["RenewTokenRenewTokenToken"]


RenewTokenRenewTokenToken = TokenLine
RenewToken.model_rebuild()
RenewTokenRenewToken.model_rebuild()
