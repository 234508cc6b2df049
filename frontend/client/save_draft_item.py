from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SaveDraftItem(BaseModel):
    save_draft_item: Optional["SaveDraftItemSaveDraftItem"] = Field(
        alias="saveDraftItem"
    )


class SaveDraftItemSaveDraftItem(BaseModel):
    revision: str


SaveDraftItem.model_rebuild()
