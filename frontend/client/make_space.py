from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class MakeSpace(BaseModel):
    make_space: Optional["MakeSpaceMakeSpace"] = Field(alias="makeSpace")


class MakeSpaceMakeSpace(BaseModel):
    space: Optional["MakeSpaceMakeSpaceSpace"]


class MakeSpaceMakeSpaceSpace(BaseModel):
    path: str


MakeSpace.model_rebuild()
MakeSpaceMakeSpace.model_rebuild()
