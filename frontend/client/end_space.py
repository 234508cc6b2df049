from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class EndSpace(BaseModel):
    end_space: Optional["EndSpaceEndSpace"] = Field(alias="endSpace")


class EndSpaceEndSpace(BaseModel):
    space: Optional["EndSpaceEndSpaceSpace"]


class EndSpaceEndSpaceSpace(BaseModel):
    path: str


EndSpace.model_rebuild()
EndSpaceEndSpace.model_rebuild()
