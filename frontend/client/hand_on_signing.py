from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class HandOnSigning(BaseModel):
    hand_on_signing: Optional["HandOnSigningHandOnSigning"] = Field(
        alias="handOnSigning"
    )


class HandOnSigningHandOnSigning(BaseModel):
    party_id: str = Field(alias="partyId")


HandOnSigning.model_rebuild()
