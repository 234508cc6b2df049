from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class EndSponsor(BaseModel):
    end_sponsor: Optional["EndSponsorEndSponsor"] = Field(alias="endSponsor")


class EndSponsorEndSponsor(BaseModel):
    id: str


EndSponsor.model_rebuild()
