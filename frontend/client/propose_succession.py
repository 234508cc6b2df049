from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ProposeSuccession(BaseModel):
    propose_succession: Optional["ProposeSuccessionProposeSuccession"] = Field(
        alias="proposeSuccession"
    )


class ProposeSuccessionProposeSuccession(BaseModel):
    reorganisation: Optional["ProposeSuccessionProposeSuccessionReorganisation"]


class ProposeSuccessionProposeSuccessionReorganisation(BaseModel):
    number: int


ProposeSuccession.model_rebuild()
ProposeSuccessionProposeSuccession.model_rebuild()
