from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SettleRow(BaseModel):
    settle_row: Optional["SettleRowSettleRow"] = Field(alias="settleRow")


class SettleRowSettleRow(BaseModel):
    row: str


SettleRow.model_rebuild()
