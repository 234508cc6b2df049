from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class JoinSpace(BaseModel):
    join_space: Optional["JoinSpaceJoinSpace"] = Field(alias="joinSpace")


class JoinSpaceJoinSpace(BaseModel):
    space: Optional["JoinSpaceJoinSpaceSpace"]


class JoinSpaceJoinSpaceSpace(BaseModel):
    path: str


JoinSpace.model_rebuild()
JoinSpaceJoinSpace.model_rebuild()
