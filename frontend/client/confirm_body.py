from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ConfirmBody(BaseModel):
    confirm_body: Optional["ConfirmBodyConfirmBody"] = Field(alias="confirmBody")


class ConfirmBodyConfirmBody(BaseModel):
    partner: str


ConfirmBody.model_rebuild()
