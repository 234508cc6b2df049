from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SaveDraftReview(BaseModel):
    save_draft_review: Optional["SaveDraftReviewSaveDraftReview"] = Field(
        alias="saveDraftReview"
    )


class SaveDraftReviewSaveDraftReview(BaseModel):
    revision: str


SaveDraftReview.model_rebuild()
