from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ChaseParty(BaseModel):
    chase_party: Optional["ChasePartyChaseParty"] = Field(alias="chaseParty")


class ChasePartyChaseParty(BaseModel):
    sent: int
    next_on: Optional[date] = Field(alias="nextOn")


ChaseParty.model_rebuild()
