from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class OpenToSign(BaseModel):
    open_to_sign: Optional["OpenToSignOpenToSign"] = Field(alias="openToSign")


class OpenToSignOpenToSign(BaseModel):
    party_id: str = Field(alias="partyId")


OpenToSign.model_rebuild()
