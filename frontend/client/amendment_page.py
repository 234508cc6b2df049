from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import AmendmentState
from .fragments import IspLink, SiteBar, ViewerBar


class AmendmentPage(BaseModel):
    site: "AmendmentPageSite"
    viewer: "AmendmentPageViewer"
    amendment: Optional["AmendmentPageAmendment"]


AmendmentPageSite = SiteBar
AmendmentPageViewer = ViewerBar


class AmendmentPageAmendment(BaseModel):
    id: str
    number: int
    reason: str
    sent_on: date = Field(alias="sentOn")
    object_until: date = Field(alias="objectUntil")
    takes_effect_on: date = Field(alias="takesEffectOn")
    counts_from: Optional[date] = Field(alias="countsFrom")
    withdrawn_on: Optional[date] = Field(alias="withdrawnOn")
    withdrawn_reason: str = Field(alias="withdrawnReason")
    state: AmendmentState
    state_label: str = Field(alias="stateLabel")
    sent_by_name: str = Field(alias="sentByName")
    may_answer: bool = Field(alias="mayAnswer")
    may_object_for: list["AmendmentPageAmendmentMayObjectFor"] = Field(
        alias="mayObjectFor"
    )
    isp: Optional["AmendmentPageAmendmentIsp"]
    version: Optional["AmendmentPageAmendmentVersion"]
    changes: list["AmendmentPageAmendmentChanges"]
    objections: list["AmendmentPageAmendmentObjections"]


class AmendmentPageAmendmentMayObjectFor(BaseModel):
    slug: str
    name: str


AmendmentPageAmendmentIsp = IspLink


class AmendmentPageAmendmentVersion(BaseModel):
    number: int


class AmendmentPageAmendmentChanges(BaseModel):
    section: str
    section_label: str = Field(alias="sectionLabel")
    before: str
    after: str


class AmendmentPageAmendmentObjections(BaseModel):
    id: str
    reason: str
    made_on: date = Field(alias="madeOn")
    answer: str
    answered_on: Optional[date] = Field(alias="answeredOn")
    taken_back_on: Optional[date] = Field(alias="takenBackOn")
    settled_on: Optional[date] = Field(alias="settledOn")
    partner: Optional["AmendmentPageAmendmentObjectionsPartner"]


class AmendmentPageAmendmentObjectionsPartner(BaseModel):
    slug: str
    name: str


AmendmentPage.model_rebuild()
AmendmentPageAmendment.model_rebuild()
AmendmentPageAmendmentObjections.model_rebuild()
