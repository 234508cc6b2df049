from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class EndRole(BaseModel):
    end_role: Optional["EndRoleEndRole"] = Field(alias="endRole")


class EndRoleEndRole(BaseModel):
    id: str


EndRole.model_rebuild()
