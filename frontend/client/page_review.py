from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class PageReview(BaseModel):
    site: "PageReviewSite"
    viewer: "PageReviewViewer"
    page_review: Optional["PageReviewPageReview"] = Field(alias="pageReview")


PageReviewSite = SiteBar
PageReviewViewer = ViewerBar


class PageReviewPageReview(BaseModel):
    title: str
    path: str
    kind: str
    review_on: Optional[date] = Field(alias="reviewOn")
    usual_next: date = Field(alias="usualNext")
    last_outcome: str = Field(alias="lastOutcome")
    last_notes: str = Field(alias="lastNotes")
    last_on: Optional[date] = Field(alias="lastOn")


PageReview.model_rebuild()
