from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class GivePeerView(BaseModel):
    give_peer_view: Optional["GivePeerViewGivePeerView"] = Field(alias="givePeerView")


class GivePeerViewGivePeerView(BaseModel):
    id: str


GivePeerView.model_rebuild()
