from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import (  # noqa: F401
    DraftHead,
    DraftHeadGaps,
    DraftHeadIsp,
    DraftHeadOwnReview,
    DraftHeadVersion,
    DraftStepLine,
    PeerReviewLine,
    SiteBar,
    ViewerBar,
)


class DraftPage(BaseModel):
    site: "DraftPageSite"
    viewer: "DraftPageViewer"
    draft: Optional["DraftPageDraft"]


DraftPageSite = SiteBar
DraftPageViewer = ViewerBar


class DraftPageDraft(DraftHead):
    steps: list["DraftPageDraftSteps"]
    peer_reviews: list["DraftPageDraftPeerReviews"] = Field(alias="peerReviews")
    template: Optional["DraftPageDraftTemplate"]


DraftPageDraftSteps = DraftStepLine
DraftPageDraftPeerReviews = PeerReviewLine


class DraftPageDraftTemplate(BaseModel):
    number: int
    clauses: list["DraftPageDraftTemplateClauses"]


class DraftPageDraftTemplateClauses(BaseModel):
    heading: str
    text: str
    why: str
    is_locked: bool = Field(alias="isLocked")
    locked_reason: str = Field(alias="lockedReason")


DraftPage.model_rebuild()
DraftPageDraft.model_rebuild()
DraftPageDraftTemplate.model_rebuild()
