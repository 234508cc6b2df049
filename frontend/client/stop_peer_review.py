from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class StopPeerReview(BaseModel):
    stop_peer_review: Optional["StopPeerReviewStopPeerReview"] = Field(
        alias="stopPeerReview"
    )


class StopPeerReviewStopPeerReview(BaseModel):
    id: str


StopPeerReview.model_rebuild()
