from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import (  # noqa: F401
    DraftHead,
    DraftHeadGaps,
    DraftHeadIsp,
    DraftHeadOwnReview,
    DraftHeadVersion,
    GatewayHelpLine,
    SiteBar,
    ViewerBar,
)


class DraftHelpsPage(BaseModel):
    site: "DraftHelpsPageSite"
    viewer: "DraftHelpsPageViewer"
    draft: Optional["DraftHelpsPageDraft"]


DraftHelpsPageSite = SiteBar
DraftHelpsPageViewer = ViewerBar


class DraftHelpsPageDraft(DraftHead):
    gateway_helps: list["DraftHelpsPageDraftGatewayHelps"] = Field(alias="gatewayHelps")
    overlaps: list["DraftHelpsPageDraftOverlaps"]
    usual_items: list[str] = Field(alias="usualItems")


DraftHelpsPageDraftGatewayHelps = GatewayHelpLine


class DraftHelpsPageDraftOverlaps(BaseModel):
    isp: Optional["DraftHelpsPageDraftOverlapsIsp"]
    partners: list["DraftHelpsPageDraftOverlapsPartners"]
    items: list[str]


class DraftHelpsPageDraftOverlapsIsp(BaseModel):
    reference: str
    title: str
    status_label: str = Field(alias="statusLabel")


class DraftHelpsPageDraftOverlapsPartners(BaseModel):
    name: str
    slug: str


DraftHelpsPage.model_rebuild()
DraftHelpsPageDraft.model_rebuild()
DraftHelpsPageDraftOverlaps.model_rebuild()
