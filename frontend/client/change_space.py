from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ChangeSpace(BaseModel):
    change_space: Optional["ChangeSpaceChangeSpace"] = Field(alias="changeSpace")


class ChangeSpaceChangeSpace(BaseModel):
    space: Optional["ChangeSpaceChangeSpaceSpace"]


class ChangeSpaceChangeSpaceSpace(BaseModel):
    path: str


ChangeSpace.model_rebuild()
ChangeSpaceChangeSpace.model_rebuild()
