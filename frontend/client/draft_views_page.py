from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import (  # noqa: F401
    DraftHead,
    DraftHeadGaps,
    DraftHeadIsp,
    DraftHeadOwnReview,
    DraftHeadVersion,
    PeerReviewLine,
    PeerReviewLineAskedBy,
    PeerReviewLinePartner,
    PeerReviewLinePerson,
    SiteBar,
    ViewerBar,
)


class DraftViewsPage(BaseModel):
    site: "DraftViewsPageSite"
    viewer: "DraftViewsPageViewer"
    draft: Optional["DraftViewsPageDraft"]
    partners: Optional["DraftViewsPagePartners"] = None


DraftViewsPageSite = SiteBar
DraftViewsPageViewer = ViewerBar


class DraftViewsPageDraft(DraftHead):
    peer_reviews: list["DraftViewsPageDraftPeerReviews"] = Field(alias="peerReviews")


class DraftViewsPageDraftPeerReviews(PeerReviewLine):
    message: str


class DraftViewsPagePartners(BaseModel):
    total_count: int = Field(alias="totalCount")
    items: list["DraftViewsPagePartnersItems"]


class DraftViewsPagePartnersItems(BaseModel):
    name: str
    slug: str


DraftViewsPage.model_rebuild()
DraftViewsPageDraft.model_rebuild()
DraftViewsPagePartners.model_rebuild()
