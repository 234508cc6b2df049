from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SettlePaper(BaseModel):
    settle_paper: Optional["SettlePaperSettlePaper"] = Field(alias="settlePaper")


class SettlePaperSettlePaper(BaseModel):
    state: str


SettlePaper.model_rebuild()
