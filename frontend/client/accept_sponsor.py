from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AcceptSponsor(BaseModel):
    accept_sponsor: Optional["AcceptSponsorAcceptSponsor"] = Field(
        alias="acceptSponsor"
    )


class AcceptSponsorAcceptSponsor(BaseModel):
    sponsor: Optional["AcceptSponsorAcceptSponsorSponsor"]


class AcceptSponsorAcceptSponsorSponsor(BaseModel):
    id: str


AcceptSponsor.model_rebuild()
AcceptSponsorAcceptSponsor.model_rebuild()
