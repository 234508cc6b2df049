from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class UndoPaper(BaseModel):
    undo_paper: Optional["UndoPaperUndoPaper"] = Field(alias="undoPaper")


class UndoPaperUndoPaper(BaseModel):
    paper: str


UndoPaper.model_rebuild()
