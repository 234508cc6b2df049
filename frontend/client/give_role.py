from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class GiveRole(BaseModel):
    give_role: Optional["GiveRoleGiveRole"] = Field(alias="giveRole")


class GiveRoleGiveRole(BaseModel):
    id: str


GiveRole.model_rebuild()
