from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class NameSponsor(BaseModel):
    name_sponsor: Optional["NameSponsorNameSponsor"] = Field(alias="nameSponsor")


class NameSponsorNameSponsor(BaseModel):
    sponsor: Optional["NameSponsorNameSponsorSponsor"]


class NameSponsorNameSponsorSponsor(BaseModel):
    id: str


NameSponsor.model_rebuild()
NameSponsorNameSponsor.model_rebuild()
