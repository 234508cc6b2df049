from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SaveDraftVisibility(BaseModel):
    save_draft_visibility: Optional["SaveDraftVisibilitySaveDraftVisibility"] = Field(
        alias="saveDraftVisibility"
    )


class SaveDraftVisibilitySaveDraftVisibility(BaseModel):
    revision: str


SaveDraftVisibility.model_rebuild()
