from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class OfferRole(BaseModel):
    offer_role: Optional["OfferRoleOfferRole"] = Field(alias="offerRole")


class OfferRoleOfferRole(BaseModel):
    id: str


OfferRole.model_rebuild()
