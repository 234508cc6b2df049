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
    asked: Optional["DraftReadPageDraftAsked"]
    comments: list["DraftReadPageDraftComments"]
    agreement: Optional["DraftReadPageDraftAgreement"]
    template: Optional["DraftReadPageDraftTemplate"]
    words: Optional["DraftReadPageDraftWords"]


DraftReadPageDraftSteps = DraftStepLine


class DraftReadPageDraftAsked(PeerReviewLine):
    message: str


DraftReadPageDraftComments = DraftThread


class DraftReadPageDraftAgreement(BaseModel):
    review_cycle_months: int = Field(alias="reviewCycleMonths")
    next_review: Optional[date] = Field(alias="nextReview")
    visibility: IspVisibility
    kind_label: str = Field(alias="kindLabel")
    theme: Optional["DraftReadPageDraftAgreementTheme"]
    contacts: list["DraftReadPageDraftAgreementContacts"]


class DraftReadPageDraftAgreementTheme(BaseModel):
    name: str


class DraftReadPageDraftAgreementContacts(BaseModel):
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


class DraftReadPageDraftWords(BaseModel):
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
    data_items: list["DraftReadPageDraftWordsDataItems"] = Field(alias="dataItems")
    parties: list["DraftReadPageDraftWordsParties"]
    flows: list["DraftReadPageDraftWordsFlows"]


class DraftReadPageDraftWordsDataItems(BaseModel):
    name: str
    is_special_category: bool = Field(alias="isSpecialCategory")
    is_criminal_offence: bool = Field(alias="isCriminalOffence")


class DraftReadPageDraftWordsParties(DraftParty):
    bases: list["DraftReadPageDraftWordsPartiesBases"]


DraftReadPageDraftWordsPartiesBases = DraftBasisFull


class DraftReadPageDraftWordsFlows(BaseModel):
    items: str
    method: str
    format: str
    frequency_required: str = Field(alias="frequencyRequired")
    sender: Optional["DraftReadPageDraftWordsFlowsSender"]
    recipient: Optional["DraftReadPageDraftWordsFlowsRecipient"]


class DraftReadPageDraftWordsFlowsSender(BaseModel):
    name: str


class DraftReadPageDraftWordsFlowsRecipient(BaseModel):
    name: str


DraftReadPage.model_rebuild()
DraftReadPageDraft.model_rebuild()
DraftReadPageDraftAgreement.model_rebuild()
DraftReadPageDraftTemplate.model_rebuild()
DraftReadPageDraftWords.model_rebuild()
DraftReadPageDraftWordsParties.model_rebuild()
DraftReadPageDraftWordsFlows.model_rebuild()
