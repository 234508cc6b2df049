from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SignCharter(BaseModel):
    sign_charter: Optional["SignCharterSignCharter"] = Field(alias="signCharter")


class SignCharterSignCharter(BaseModel):
    signature: Optional["SignCharterSignCharterSignature"]


class SignCharterSignCharterSignature(BaseModel):
    id: str


SignCharter.model_rebuild()
SignCharterSignCharter.model_rebuild()
