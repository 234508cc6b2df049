from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import IspVisibility
from .fragments import (  # noqa: F401
    DraftBasisFull,
    DraftHead,
    DraftHeadGaps,
    DraftHeadIsp,
    DraftHeadOwnReview,
    DraftHeadVersion,
    DraftParty,
    DraftPartyPartner,
    DraftStepLine,
    DraftThread,
    PeerReviewLine,
    PeerReviewLineAskedBy,
    PeerReviewLinePartner,
    PeerReviewLinePerson,
    SiteBar,
    ViewerBar,
)


class DraftReadPage(BaseModel):
    site: "DraftReadPageSite"
    viewer: "DraftReadPageViewer"
    draft: Optional["DraftReadPageDraft"]


DraftReadPageSite = SiteBar
DraftReadPageViewer = ViewerBar


class DraftReadPageDraft(DraftHead):
    steps: list["DraftReadPageDraftSteps"]
    own_review: Optional["DraftReadPageDraftOwnReview"] = Field(alias="ownReview")
    comments: list["DraftReadPageDraftComments"]
    isp: Optional["DraftReadPageDraftIsp"]
    template: Optional["DraftReadPageDraftTemplate"]
    version: Optional["DraftReadPageDraftVersion"]


DraftReadPageDraftSteps = DraftStepLine


class DraftReadPageDraftOwnReview(PeerReviewLine):
    message: str


DraftReadPageDraftComments = DraftThread


class DraftReadPageDraftIsp(BaseModel):
    review_cycle_months: int = Field(alias="reviewCycleMonths")
    next_review: Optional[date] = Field(alias="nextReview")
    visibility: IspVisibility
    kind_label: str = Field(alias="kindLabel")
    theme: Optional["DraftReadPageDraftIspTheme"]
    contacts: list["DraftReadPageDraftIspContacts"]


class DraftReadPageDraftIspTheme(BaseModel):
    name: str


class DraftReadPageDraftIspContacts(BaseModel):
    role: str
    phone: str
    email: str
    is_urgent: bool = Field(alias="isUrgent")


class DraftReadPageDraftTemplate(BaseModel):
    number: int
    clauses: list["DraftReadPageDraftTemplateClauses"]


class DraftReadPageDraftTemplateClauses(BaseModel):
    heading: str
    text: str
    is_locked: bool = Field(alias="isLocked")
    locked_reason: str = Field(alias="lockedReason")


class DraftReadPageDraftVersion(BaseModel):
    summary: str
    purpose: str
    necessity: str
    expected_benefit: str = Field(alias="expectedBenefit")
    data_subjects: str = Field(alias="dataSubjects")
    retention: str
    security: str
    individual_rights: str = Field(alias="individualRights")
    may_share: list[str] = Field(alias="mayShare")
    do_not_share: list[str] = Field(alias="doNotShare")
    how_to_share: str = Field(alias="howToShare")
    joint_arrangement: str = Field(alias="jointArrangement")
    data_items: list["DraftReadPageDraftVersionDataItems"] = Field(alias="dataItems")
    parties: list["DraftReadPageDraftVersionParties"]
    flows: list["DraftReadPageDraftVersionFlows"]


class DraftReadPageDraftVersionDataItems(BaseModel):
    name: str
    is_special_category: bool = Field(alias="isSpecialCategory")
    is_criminal_offence: bool = Field(alias="isCriminalOffence")


class DraftReadPageDraftVersionParties(DraftParty):
    bases: list["DraftReadPageDraftVersionPartiesBases"]


DraftReadPageDraftVersionPartiesBases = DraftBasisFull


class DraftReadPageDraftVersionFlows(BaseModel):
    items: str
    method: str
    format: str
    frequency_required: str = Field(alias="frequencyRequired")
    sender: Optional["DraftReadPageDraftVersionFlowsSender"]
    recipient: Optional["DraftReadPageDraftVersionFlowsRecipient"]


class DraftReadPageDraftVersionFlowsSender(BaseModel):
    name: str


class DraftReadPageDraftVersionFlowsRecipient(BaseModel):
    name: str


DraftReadPage.model_rebuild()
DraftReadPageDraft.model_rebuild()
DraftReadPageDraftIsp.model_rebuild()
DraftReadPageDraftTemplate.model_rebuild()
DraftReadPageDraftVersion.model_rebuild()
DraftReadPageDraftVersionParties.model_rebuild()
DraftReadPageDraftVersionFlows.model_rebuild()
