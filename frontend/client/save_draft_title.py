from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SaveDraftTitle(BaseModel):
    save_draft_title: Optional["SaveDraftTitleSaveDraftTitle"] = Field(
        alias="saveDraftTitle"
    )


class SaveDraftTitleSaveDraftTitle(BaseModel):
    revision: str


SaveDraftTitle.model_rebuild()
