from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import IspLink, SiteBar, TriggerLine, ViewerBar


class TriggerPage(BaseModel):
    site: "TriggerPageSite"
    viewer: "TriggerPageViewer"
    review_trigger: Optional["TriggerPageReviewTrigger"] = Field(alias="reviewTrigger")


TriggerPageSite = SiteBar
TriggerPageViewer = ViewerBar


class TriggerPageReviewTrigger(TriggerLine):
    answer: str
    said_by_name: str = Field(alias="saidByName")
    said_for: Optional["TriggerPageReviewTriggerSaidFor"] = Field(alias="saidFor")
    isp: Optional["TriggerPageReviewTriggerIsp"]


class TriggerPageReviewTriggerSaidFor(BaseModel):
    name: str


class TriggerPageReviewTriggerIsp(IspLink):
    can_review: bool = Field(alias="canReview")


TriggerPage.model_rebuild()
TriggerPageReviewTrigger.model_rebuild()
