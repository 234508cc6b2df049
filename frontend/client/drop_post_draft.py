from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class DropPostDraft(BaseModel):
    drop_post_draft: Optional["DropPostDraftDropPostDraft"] = Field(
        alias="dropPostDraft"
    )


class DropPostDraftDropPostDraft(BaseModel):
    place: str


DropPostDraft.model_rebuild()
