from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SaveDraftText(BaseModel):
    save_draft_text: Optional["SaveDraftTextSaveDraftText"] = Field(
        alias="saveDraftText"
    )


class SaveDraftTextSaveDraftText(BaseModel):
    revision: str


SaveDraftText.model_rebuild()
