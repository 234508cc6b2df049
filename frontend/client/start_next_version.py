from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class StartNextVersion(BaseModel):
    start_next_version: Optional["StartNextVersionStartNextVersion"] = Field(
        alias="startNextVersion"
    )


class StartNextVersionStartNextVersion(BaseModel):
    reference: str


StartNextVersion.model_rebuild()
