from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import IspKind, IspVersionState, ReviewOutcome
from .fragments import (  # noqa: F401
    AgreementText,
    AmendmentLine,
    AmendmentLineChanges,
    CoverageLine,
    IspRow,
    IspRowLead,
    SiteBar,
    TriggerLine,
    ViewerBar,
)


class IspPage(BaseModel):
    site: "IspPageSite"
    viewer: "IspPageViewer"
    glossary: list["IspPageGlossary"]
    signing_progress: list["IspPageSigningProgress"] = Field(alias="signingProgress")
    isp: Optional["IspPageIsp"]


IspPageSite = SiteBar
IspPageViewer = ViewerBar


class IspPageGlossary(BaseModel):
    slug: str
    term: str
    definition: str


class IspPageSigningProgress(BaseModel):
    number: int
    state: IspVersionState
    sentence: str
    sent_out_on: Optional[date] = Field(alias="sentOutOn")
    cut_off_on: Optional[date] = Field(alias="cutOffOn")
    replaces: Optional[int]
    parties: list["IspPageSigningProgressParties"]


class IspPageSigningProgressParties(BaseModel):
    may_sign: bool = Field(alias="maySign")
    waiting_days: Optional[int] = Field(alias="waitingDays")
    partner: Optional["IspPageSigningProgressPartiesPartner"]


class IspPageSigningProgressPartiesPartner(BaseModel):
    name: str
    slug: str


class IspPageIsp(IspRow):
    kind: IspKind
    source: str
    summary: str
    days_to_review: Optional[int] = Field(alias="daysToReview")
    owner_is_missing: bool = Field(alias="ownerIsMissing")
    can_review: bool = Field(alias="canReview")
    suspended_reason: str = Field(alias="suspendedReason")
    suspended_on: Optional[date] = Field(alias="suspendedOn")
    retired_reason: str = Field(alias="retiredReason")
    retired_on: Optional[date] = Field(alias="retiredOn")
    gone_on: Optional[date] = Field(alias="goneOn")
    starts_on: Optional[date] = Field(alias="startsOn")
    ends_on: Optional[date] = Field(alias="endsOn")
    theme: Optional["IspPageIspTheme"]
    owner: Optional["IspPageIspOwner"]
    deputy: Optional["IspPageIspDeputy"]
    your_coverage: Optional["IspPageIspYourCoverage"] = Field(alias="yourCoverage")
    contacts: list["IspPageIspContacts"]
    reviews: list["IspPageIspReviews"]
    can_report: bool = Field(alias="canReport")
    triggers: list["IspPageIspTriggers"]
    amendments: list["IspPageIspAmendments"]
    affected_by: list["IspPageIspAffectedBy"] = Field(alias="affectedBy")
    stories: list["IspPageIspStories"]
    versions: list["IspPageIspVersions"]
    version: Optional["IspPageIspVersion"]


class IspPageIspTheme(BaseModel):
    slug: str
    name: str


class IspPageIspOwner(BaseModel):
    name: str
    job_title: str = Field(alias="jobTitle")
    phone: str
    email: str


class IspPageIspDeputy(BaseModel):
    name: str
    job_title: str = Field(alias="jobTitle")


IspPageIspYourCoverage = CoverageLine


class IspPageIspContacts(BaseModel):
    role: str
    phone: str
    email: str
    is_urgent: bool = Field(alias="isUrgent")
    partner: Optional["IspPageIspContactsPartner"]


class IspPageIspContactsPartner(BaseModel):
    name: str


class IspPageIspReviews(BaseModel):
    due_on: date = Field(alias="dueOn")
    outcome: Optional[ReviewOutcome]
    outcome_label: str = Field(alias="outcomeLabel")
    completed_on: Optional[date] = Field(alias="completedOn")
    reviewer_name: str = Field(alias="reviewerName")
    is_open: bool = Field(alias="isOpen")


IspPageIspTriggers = TriggerLine


class IspPageIspAmendments(AmendmentLine):
    version: Optional["IspPageIspAmendmentsVersion"]


class IspPageIspAmendmentsVersion(BaseModel):
    number: int


class IspPageIspAffectedBy(BaseModel):
    title: str
    path: str


class IspPageIspStories(BaseModel):
    title: str
    path: str


class IspPageIspVersions(BaseModel):
    number: int
    state: IspVersionState
    what_changed: str = Field(alias="whatChanged")
    in_force_from: Optional[date] = Field(alias="inForceFrom")
    in_force_to: Optional[date] = Field(alias="inForceTo")
    covered_count: int = Field(alias="coveredCount")
    party_count: int = Field(alias="partyCount")


IspPageIspVersion = AgreementText
IspPage.model_rebuild()
IspPageSigningProgress.model_rebuild()
IspPageSigningProgressParties.model_rebuild()
IspPageIsp.model_rebuild()
IspPageIspContacts.model_rebuild()
IspPageIspAmendments.model_rebuild()
