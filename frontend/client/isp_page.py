from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import (
    BasisDirection,
    ConfidentialityRoute,
    ControllerStatus,
    CoverageState,
    DataFlowStatus,
    IspFileKind,
    IspKind,
    IspPartyRole,
    IspVersionState,
    LegalRegime,
    ReviewOutcome,
)
from .fragments import (
    CoverageLine,
    IspRow,
    IspRowLead,  # noqa: F401
    SiteBar,
    ViewerBar,
)


class IspPage(BaseModel):
    site: "IspPageSite"
    viewer: "IspPageViewer"
    glossary: list["IspPageGlossary"]
    isp: Optional["IspPageIsp"]


IspPageSite = SiteBar
IspPageViewer = ViewerBar


class IspPageGlossary(BaseModel):
    slug: str
    term: str
    definition: str


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


class IspPageIspVersion(BaseModel):
    number: int
    state: IspVersionState
    in_force_from: Optional[date] = Field(alias="inForceFrom")
    is_imported: bool = Field(alias="isImported")
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
    data_items: list["IspPageIspVersionDataItems"] = Field(alias="dataItems")
    flows: list["IspPageIspVersionFlows"]
    files: list["IspPageIspVersionFiles"]
    parties: list["IspPageIspVersionParties"]


class IspPageIspVersionDataItems(BaseModel):
    name: str
    is_special_category: bool = Field(alias="isSpecialCategory")
    is_criminal_offence: bool = Field(alias="isCriminalOffence")


class IspPageIspVersionFlows(BaseModel):
    items: str
    method: str
    format: str
    frequency_required: str = Field(alias="frequencyRequired")
    frequency_actual: str = Field(alias="frequencyActual")
    status: DataFlowStatus
    sender: Optional["IspPageIspVersionFlowsSender"]
    recipient: Optional["IspPageIspVersionFlowsRecipient"]
    dataset: Optional["IspPageIspVersionFlowsDataset"]


class IspPageIspVersionFlowsSender(BaseModel):
    name: str


class IspPageIspVersionFlowsRecipient(BaseModel):
    name: str


class IspPageIspVersionFlowsDataset(BaseModel):
    slug: str
    title: str


class IspPageIspVersionFiles(BaseModel):
    title: str
    kind: IspFileKind
    parties_only: bool = Field(alias="partiesOnly")
    document: Optional["IspPageIspVersionFilesDocument"]


class IspPageIspVersionFilesDocument(BaseModel):
    title: str
    url: str
    extension: str
    file_size: Optional[int] = Field(alias="fileSize")


class IspPageIspVersionParties(BaseModel):
    role: IspPartyRole
    role_label: str = Field(alias="roleLabel")
    controller_status: ControllerStatus = Field(alias="controllerStatus")
    is_essential: bool = Field(alias="isEssential")
    asked_on: Optional[date] = Field(alias="askedOn")
    covered_from: Optional[date] = Field(alias="coveredFrom")
    covered_since: Optional[date] = Field(alias="coveredSince")
    covered_to: Optional[date] = Field(alias="coveredTo")
    conditions: Optional[str]
    coverage: CoverageState
    coverage_label: str = Field(alias="coverageLabel")
    partner: Optional["IspPageIspVersionPartiesPartner"]
    signed_by: Optional["IspPageIspVersionPartiesSignedBy"] = Field(alias="signedBy")
    bases: list["IspPageIspVersionPartiesBases"]


class IspPageIspVersionPartiesPartner(BaseModel):
    name: str
    slug: str


class IspPageIspVersionPartiesSignedBy(BaseModel):
    signatory_name: str = Field(alias="signatoryName")
    signatory_job_title: str = Field(alias="signatoryJobTitle")
    signed_on: date = Field(alias="signedOn")


class IspPageIspVersionPartiesBases(BaseModel):
    purpose: str
    direction: BasisDirection
    regime: LegalRegime
    confidentiality: ConfidentialityRoute
    confidentiality_label: str = Field(alias="confidentialityLabel")
    data_opt_out_applies: Optional[bool] = Field(alias="dataOptOutApplies")
    article_10_authority: str = Field(alias="article10Authority")
    policy_document_url: str = Field(alias="policyDocumentUrl")
    rationale: str
    checked_on: Optional[date] = Field(alias="checkedOn")
    article_6: Optional["IspPageIspVersionPartiesBasesArticle6"] = Field(
        alias="article6"
    )
    article_9: Optional["IspPageIspVersionPartiesBasesArticle9"] = Field(
        alias="article9"
    )
    schedule_1: Optional["IspPageIspVersionPartiesBasesSchedule1"] = Field(
        alias="schedule1"
    )
    part_3: Optional["IspPageIspVersionPartiesBasesPart3"] = Field(alias="part3")
    gateways: list["IspPageIspVersionPartiesBasesGateways"]


class IspPageIspVersionPartiesBasesArticle6(BaseModel):
    provision: str
    name: str


class IspPageIspVersionPartiesBasesArticle9(BaseModel):
    provision: str
    name: str


class IspPageIspVersionPartiesBasesSchedule1(BaseModel):
    provision: str
    name: str


class IspPageIspVersionPartiesBasesPart3(BaseModel):
    provision: str
    name: str


class IspPageIspVersionPartiesBasesGateways(BaseModel):
    slug: str
    act: str
    year: Optional[int]
    provision: str
    title: str


IspPage.model_rebuild()
IspPageIsp.model_rebuild()
IspPageIspContacts.model_rebuild()
IspPageIspVersion.model_rebuild()
IspPageIspVersionFlows.model_rebuild()
IspPageIspVersionFiles.model_rebuild()
IspPageIspVersionParties.model_rebuild()
IspPageIspVersionPartiesBases.model_rebuild()
