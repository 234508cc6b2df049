from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AskPeerReview(BaseModel):
    ask_peer_review: Optional["AskPeerReviewAskPeerReview"] = Field(
        alias="askPeerReview"
    )


class AskPeerReviewAskPeerReview(BaseModel):
    id: str


AskPeerReview.model_rebuild()
