from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ChangeOurPart(BaseModel):
    change_our_part: Optional["ChangeOurPartChangeOurPart"] = Field(
        alias="changeOurPart"
    )


class ChangeOurPartChangeOurPart(BaseModel):
    isp: Optional["ChangeOurPartChangeOurPartIsp"]


class ChangeOurPartChangeOurPartIsp(BaseModel):
    reference: str


ChangeOurPart.model_rebuild()
ChangeOurPartChangeOurPart.model_rebuild()
