from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import IspVersionState
from .fragments import (  # noqa: F401
    PeerReviewLine,
    PeerReviewLineAskedBy,
    PeerReviewLinePartner,
    PeerReviewLinePerson,
    SiteBar,
    ViewerBar,
)


class Drafts(BaseModel):
    site: "DraftsSite"
    viewer: "DraftsViewer"
    drafts: "DraftsDrafts"


DraftsSite = SiteBar
DraftsViewer = ViewerBar


class DraftsDrafts(BaseModel):
    writing: list["DraftsDraftsWriting"]
    isps: list["DraftsDraftsIsps"]
    asked: list["DraftsDraftsAsked"]
    may_start_for: list["DraftsDraftsMayStartFor"] = Field(alias="mayStartFor")


class DraftsDraftsWriting(BaseModel):
    number: int
    state: IspVersionState
    state_label: str = Field(alias="stateLabel")


class DraftsDraftsIsps(BaseModel):
    reference: str
    title: str
    lead: Optional["DraftsDraftsIspsLead"]


class DraftsDraftsIspsLead(BaseModel):
    name: str


class DraftsDraftsAsked(PeerReviewLine):
    isp: Optional["DraftsDraftsAskedIsp"]


class DraftsDraftsAskedIsp(BaseModel):
    reference: str
    title: str
    lead: Optional["DraftsDraftsAskedIspLead"]


class DraftsDraftsAskedIspLead(BaseModel):
    name: str


class DraftsDraftsMayStartFor(BaseModel):
    name: str
    slug: str


Drafts.model_rebuild()
DraftsDrafts.model_rebuild()
DraftsDraftsIsps.model_rebuild()
DraftsDraftsAsked.model_rebuild()
DraftsDraftsAskedIsp.model_rebuild()
