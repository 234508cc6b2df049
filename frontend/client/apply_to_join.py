from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ApplyToJoin(BaseModel):
    apply_to_join: Optional["ApplyToJoinApplyToJoin"] = Field(alias="applyToJoin")


class ApplyToJoinApplyToJoin(BaseModel):
    accepted: bool


ApplyToJoin.model_rebuild()
