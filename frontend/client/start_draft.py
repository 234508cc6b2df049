from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class StartDraft(BaseModel):
    start_draft: Optional["StartDraftStartDraft"] = Field(alias="startDraft")


class StartDraftStartDraft(BaseModel):
    reference: str


StartDraft.model_rebuild()
