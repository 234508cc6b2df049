from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class EndMembership(BaseModel):
    end_membership: Optional["EndMembershipEndMembership"] = Field(
        alias="endMembership"
    )


class EndMembershipEndMembership(BaseModel):
    id: str


EndMembership.model_rebuild()
