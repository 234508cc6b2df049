from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class LeaveSpace(BaseModel):
    leave_space: Optional["LeaveSpaceLeaveSpace"] = Field(alias="leaveSpace")


class LeaveSpaceLeaveSpace(BaseModel):
    slug: str


LeaveSpace.model_rebuild()
