from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class RemoveDraftRow(BaseModel):
    remove_draft_row: Optional["RemoveDraftRowRemoveDraftRow"] = Field(
        alias="removeDraftRow"
    )


class RemoveDraftRowRemoveDraftRow(BaseModel):
    revision: str


RemoveDraftRow.model_rebuild()
