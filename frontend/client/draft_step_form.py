from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import IspKind, IspVisibility
from .fragments import (  # noqa: F401
    DraftHead,
    DraftHeadGaps,
    DraftHeadIsp,
    DraftHeadOwnReview,
    DraftHeadVersion,
    DraftParty,
    DraftStepLine,
    SiteBar,
    ViewerBar,
)


class DraftStepForm(BaseModel):
    site: "DraftStepFormSite"
    viewer: "DraftStepFormViewer"
    draft_step: Optional["DraftStepFormDraftStep"] = Field(alias="draftStep")
    themes: list["DraftStepFormThemes"]
    partners: Optional["DraftStepFormPartners"] = None


DraftStepFormSite = SiteBar
DraftStepFormViewer = ViewerBar


class DraftStepFormDraftStep(BaseModel):
    text: str
    unreplaced: list[str]
    state: Optional["DraftStepFormDraftStepState"]
    clause: Optional["DraftStepFormDraftStepClause"]
    examples: list["DraftStepFormDraftStepExamples"]
    comments: list["DraftStepFormDraftStepComments"]
    draft: Optional["DraftStepFormDraftStepDraft"]


DraftStepFormDraftStepState = DraftStepLine


class DraftStepFormDraftStepClause(BaseModel):
    heading: str
    why: str
    text: str


class DraftStepFormDraftStepExamples(BaseModel):
    text: str
    isp: Optional["DraftStepFormDraftStepExamplesIsp"]


class DraftStepFormDraftStepExamplesIsp(BaseModel):
    reference: str
    title: str


class DraftStepFormDraftStepComments(BaseModel):
    id: str


class DraftStepFormDraftStepDraft(DraftHead):
    usual_items: list[str] = Field(alias="usualItems")
    steps: list["DraftStepFormDraftStepDraftSteps"]
    agreement: Optional["DraftStepFormDraftStepDraftAgreement"]
    words: Optional["DraftStepFormDraftStepDraftWords"]


class DraftStepFormDraftStepDraftSteps(BaseModel):
    key: str
    name: str


class DraftStepFormDraftStepDraftAgreement(BaseModel):
    review_cycle_months: int = Field(alias="reviewCycleMonths")
    next_review: Optional[date] = Field(alias="nextReview")
    visibility: IspVisibility
    kind: IspKind
    theme: Optional["DraftStepFormDraftStepDraftAgreementTheme"]
    contacts: list["DraftStepFormDraftStepDraftAgreementContacts"]


class DraftStepFormDraftStepDraftAgreementTheme(BaseModel):
    slug: str


class DraftStepFormDraftStepDraftAgreementContacts(BaseModel):
    id: str
    role: str
    phone: str
    email: str
    is_urgent: bool = Field(alias="isUrgent")
    partner: Optional["DraftStepFormDraftStepDraftAgreementContactsPartner"]


class DraftStepFormDraftStepDraftAgreementContactsPartner(BaseModel):
    name: str
    slug: str


class DraftStepFormDraftStepDraftWords(BaseModel):
    data_items: list["DraftStepFormDraftStepDraftWordsDataItems"] = Field(
        alias="dataItems"
    )
    parties: list["DraftStepFormDraftStepDraftWordsParties"]
    flows: list["DraftStepFormDraftStepDraftWordsFlows"]


class DraftStepFormDraftStepDraftWordsDataItems(BaseModel):
    id: str
    name: str
    is_special_category: bool = Field(alias="isSpecialCategory")
    is_criminal_offence: bool = Field(alias="isCriminalOffence")


DraftStepFormDraftStepDraftWordsParties = DraftParty


class DraftStepFormDraftStepDraftWordsFlows(BaseModel):
    id: str
    items: str
    method: str
    format: str
    frequency_required: str = Field(alias="frequencyRequired")
    required_every: str = Field(alias="requiredEvery")
    sender: Optional["DraftStepFormDraftStepDraftWordsFlowsSender"]
    recipient: Optional["DraftStepFormDraftStepDraftWordsFlowsRecipient"]


class DraftStepFormDraftStepDraftWordsFlowsSender(BaseModel):
    name: str
    slug: str


class DraftStepFormDraftStepDraftWordsFlowsRecipient(BaseModel):
    name: str
    slug: str


class DraftStepFormThemes(BaseModel):
    slug: str
    name: str


class DraftStepFormPartners(BaseModel):
    total_count: int = Field(alias="totalCount")
    items: list["DraftStepFormPartnersItems"]


class DraftStepFormPartnersItems(BaseModel):
    name: str
    slug: str
    legal_controller: str = Field(alias="legalController")
    can_sign: bool = Field(alias="canSign")
    sector: Optional["DraftStepFormPartnersItemsSector"]


class DraftStepFormPartnersItemsSector(BaseModel):
    label: str


DraftStepForm.model_rebuild()
DraftStepFormDraftStep.model_rebuild()
DraftStepFormDraftStepExamples.model_rebuild()
DraftStepFormDraftStepDraft.model_rebuild()
DraftStepFormDraftStepDraftAgreement.model_rebuild()
DraftStepFormDraftStepDraftAgreementContacts.model_rebuild()
DraftStepFormDraftStepDraftWords.model_rebuild()
DraftStepFormDraftStepDraftWordsFlows.model_rebuild()
DraftStepFormPartners.model_rebuild()
DraftStepFormPartnersItems.model_rebuild()
