from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AddDraftComment(BaseModel):
    add_draft_comment: Optional["AddDraftCommentAddDraftComment"] = Field(
        alias="addDraftComment"
    )


class AddDraftCommentAddDraftComment(BaseModel):
    id: str


AddDraftComment.model_rebuild()
