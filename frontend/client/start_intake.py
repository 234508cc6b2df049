from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class StartIntake(BaseModel):
    start_intake: Optional["StartIntakeStartIntake"] = Field(alias="startIntake")


class StartIntakeStartIntake(BaseModel):
    batch: str


StartIntake.model_rebuild()
