from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ChangeRole(BaseModel):
    change_role: Optional["ChangeRoleChangeRole"] = Field(alias="changeRole")


class ChangeRoleChangeRole(BaseModel):
    id: str


ChangeRole.model_rebuild()
