from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class Register(BaseModel):
    isps: "RegisterIsps"


class RegisterIsps(BaseModel):
    total_count: int = Field(alias="totalCount")
    items: list["RegisterIspsItems"]


class RegisterIspsItems(BaseModel):
    reference: str
    title: str
    status_label: str = Field(alias="statusLabel")
    next_review: Optional[date] = Field(alias="nextReview")
    lead: Optional["RegisterIspsItemsLead"]


class RegisterIspsItemsLead(BaseModel):
    name: str


Register.model_rebuild()
RegisterIsps.model_rebuild()
RegisterIspsItems.model_rebuild()
