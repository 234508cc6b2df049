from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ResolveDraftComment(BaseModel):
    resolve_draft_comment: Optional["ResolveDraftCommentResolveDraftComment"] = Field(
        alias="resolveDraftComment"
    )


class ResolveDraftCommentResolveDraftComment(BaseModel):
    id: str


ResolveDraftComment.model_rebuild()
