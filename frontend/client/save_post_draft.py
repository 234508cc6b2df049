from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SavePostDraft(BaseModel):
    save_post_draft: Optional["SavePostDraftSavePostDraft"] = Field(
        alias="savePostDraft"
    )


class SavePostDraftSavePostDraft(BaseModel):
    draft: Optional["SavePostDraftSavePostDraftDraft"]


class SavePostDraftSavePostDraftDraft(BaseModel):
    saved_at: datetime = Field(alias="savedAt")


SavePostDraft.model_rebuild()
SavePostDraftSavePostDraft.model_rebuild()
