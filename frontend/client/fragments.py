from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import (
    AmendmentState,
    BasisDirection,
    ConfidentialityRoute,
    ConsultationStance,
    ControllerStatus,
    CoverageState,
    DataFlowStatus,
    DatePrecision,
    DraftStepStatus,
    FixKind,
    IspFileKind,
    IspKind,
    IspPartyRole,
    IspStatus,
    IspVersionState,
    LegalRegime,
    PartnerRoleKind,
    PeerReviewView,
    ReviewTriggerKind,
    SavedSearchFrequency,
    SignatureDecision,
    SignatureMethod,
    SpaceKind,
    SpaceStanding,
    TaskKind,
)


class AmendmentText(BaseModel):
    number: int
    state: AmendmentState
    counts_from: Optional[date] = Field(alias="countsFrom")
    reason: str
    version: Optional["AmendmentTextVersion"]
    changes: list["AmendmentTextChanges"]


class AmendmentTextVersion(BaseModel):
    number: int


class AmendmentTextChanges(BaseModel):
    section: str
    section_label: str = Field(alias="sectionLabel")
    before: str
    after: str


class IspRow(BaseModel):
    reference: str
    title: str
    status: IspStatus
    status_label: str = Field(alias="statusLabel")
    next_review: Optional[date] = Field(alias="nextReview")
    next_review_precision: DatePrecision = Field(alias="nextReviewPrecision")
    under_review: bool = Field(alias="underReview")
    is_example: bool = Field(alias="isExample")
    covered_count: int = Field(alias="coveredCount")
    party_count: int = Field(alias="partyCount")
    lead: Optional["IspRowLead"]


class IspRowLead(BaseModel):
    name: str
    slug: str


class AgreementHead(IspRow):
    kind: IspKind
    kind_label: str = Field(alias="kindLabel")
    summary: str
    days_to_review: Optional[int] = Field(alias="daysToReview")
    owner_is_missing: bool = Field(alias="ownerIsMissing")
    suspended_reason: str = Field(alias="suspendedReason")
    suspended_on: Optional[date] = Field(alias="suspendedOn")
    retired_reason: str = Field(alias="retiredReason")
    retired_on: Optional[date] = Field(alias="retiredOn")
    gone_on: Optional[date] = Field(alias="goneOn")
    starts_on: Optional[date] = Field(alias="startsOn")
    ends_on: Optional[date] = Field(alias="endsOn")
    source: str
    theme: Optional["AgreementHeadTheme"]
    owner: Optional["AgreementHeadOwner"]
    deputy: Optional["AgreementHeadDeputy"]
    contacts: list["AgreementHeadContacts"]
    versions: list["AgreementHeadVersions"]
    amendments: list["AgreementHeadAmendments"]


class AgreementHeadTheme(BaseModel):
    slug: str
    name: str


class AgreementHeadOwner(BaseModel):
    name: str
    job_title: str = Field(alias="jobTitle")
    phone: str
    email: str


class AgreementHeadDeputy(BaseModel):
    name: str
    job_title: str = Field(alias="jobTitle")


class AgreementHeadContacts(BaseModel):
    role: str
    phone: str
    email: str
    is_urgent: bool = Field(alias="isUrgent")
    partner: Optional["AgreementHeadContactsPartner"]


class AgreementHeadContactsPartner(BaseModel):
    name: str


class AgreementHeadVersions(BaseModel):
    number: int
    state: IspVersionState
    what_changed: str = Field(alias="whatChanged")
    in_force_from: Optional[date] = Field(alias="inForceFrom")
    in_force_to: Optional[date] = Field(alias="inForceTo")
    covered_count: int = Field(alias="coveredCount")
    party_count: int = Field(alias="partyCount")


class AgreementHeadAmendments(AmendmentText):
    pass


class AgreementParty(BaseModel):
    role: IspPartyRole
    role_label: str = Field(alias="roleLabel")
    controller_status: ControllerStatus = Field(alias="controllerStatus")
    is_essential: bool = Field(alias="isEssential")
    asked_on: Optional[date] = Field(alias="askedOn")
    covered_from: Optional[date] = Field(alias="coveredFrom")
    covered_since: Optional[date] = Field(alias="coveredSince")
    held_by: Optional["AgreementPartyHeldBy"] = Field(alias="heldBy")
    covered_to: Optional[date] = Field(alias="coveredTo")
    left_on: Optional[date] = Field(alias="leftOn")
    conditions: Optional[str]
    coverage: CoverageState
    coverage_label: str = Field(alias="coverageLabel")
    partner: Optional["AgreementPartyPartner"]
    signed_by: Optional["AgreementPartySignedBy"] = Field(alias="signedBy")
    bases: list["AgreementPartyBases"]


class AgreementPartyHeldBy(BaseModel):
    name: str
    slug: str


class AgreementPartyPartner(BaseModel):
    name: str
    slug: str
    legal_controller: str = Field(alias="legalController")
    can_sign: bool = Field(alias="canSign")


class AgreementPartySignedBy(BaseModel):
    signatory_name: str = Field(alias="signatoryName")
    signatory_job_title: str = Field(alias="signatoryJobTitle")
    signed_on: date = Field(alias="signedOn")
    decision: SignatureDecision
    decision_label: str = Field(alias="decisionLabel")
    method: SignatureMethod
    reason: str


class AgreementPartyBases(BaseModel):
    purpose: str
    direction: BasisDirection
    direction_label: str = Field(alias="directionLabel")
    regime: LegalRegime
    regime_label: str = Field(alias="regimeLabel")
    confidentiality: ConfidentialityRoute
    confidentiality_label: str = Field(alias="confidentialityLabel")
    data_opt_out_applies: Optional[bool] = Field(alias="dataOptOutApplies")
    article_10_authority: str = Field(alias="article10Authority")
    policy_document_url: str = Field(alias="policyDocumentUrl")
    rationale: str
    checked_on: Optional[date] = Field(alias="checkedOn")
    article_6: Optional["AgreementPartyBasesArticle6"] = Field(alias="article6")
    article_9: Optional["AgreementPartyBasesArticle9"] = Field(alias="article9")
    schedule_1: Optional["AgreementPartyBasesSchedule1"] = Field(alias="schedule1")
    part_3: Optional["AgreementPartyBasesPart3"] = Field(alias="part3")
    gateways: list["AgreementPartyBasesGateways"]


class AgreementPartyBasesArticle6(BaseModel):
    provision: str
    name: str


class AgreementPartyBasesArticle9(BaseModel):
    provision: str
    name: str


class AgreementPartyBasesSchedule1(BaseModel):
    provision: str
    name: str


class AgreementPartyBasesPart3(BaseModel):
    provision: str
    name: str


class AgreementPartyBasesGateways(BaseModel):
    slug: str
    act: str
    year: Optional[int]
    provision: str
    title: str


class AgreementText(BaseModel):
    number: int
    state: IspVersionState
    state_label: str = Field(alias="stateLabel")
    what_changed: str = Field(alias="whatChanged")
    in_force_from: Optional[date] = Field(alias="inForceFrom")
    in_force_to: Optional[date] = Field(alias="inForceTo")
    is_imported: bool = Field(alias="isImported")
    content_hash: str = Field(alias="contentHash")
    template: Optional["AgreementTextTemplate"]
    covered_count: int = Field(alias="coveredCount")
    party_count: int = Field(alias="partyCount")
    summary: str
    purpose: str
    necessity: str
    expected_benefit: str = Field(alias="expectedBenefit")
    data_subjects: str = Field(alias="dataSubjects")
    retention: str
    security: str
    individual_rights: str = Field(alias="individualRights")
    joint_arrangement: str = Field(alias="jointArrangement")
    may_share: list[str] = Field(alias="mayShare")
    do_not_share: list[str] = Field(alias="doNotShare")
    how_to_share: str = Field(alias="howToShare")
    data_items: list["AgreementTextDataItems"] = Field(alias="dataItems")
    flows: list["AgreementTextFlows"]
    files: list["AgreementTextFiles"]
    parties: list["AgreementTextParties"]


class AgreementTextTemplate(BaseModel):
    number: int
    clauses: list["AgreementTextTemplateClauses"]


class AgreementTextTemplateClauses(BaseModel):
    heading: str
    text: str
    is_locked: bool = Field(alias="isLocked")


class AgreementTextDataItems(BaseModel):
    name: str
    is_special_category: bool = Field(alias="isSpecialCategory")
    is_criminal_offence: bool = Field(alias="isCriminalOffence")


class AgreementTextFlows(BaseModel):
    items: str
    method: str
    format: str
    frequency_required: str = Field(alias="frequencyRequired")
    frequency_actual: str = Field(alias="frequencyActual")
    required_every: str = Field(alias="requiredEvery")
    last_arrived_on: Optional[date] = Field(alias="lastArrivedOn")
    you_may_record: bool = Field(alias="youMayRecord")
    status: DataFlowStatus
    sender: Optional["AgreementTextFlowsSender"]
    recipient: Optional["AgreementTextFlowsRecipient"]
    dataset: Optional["AgreementTextFlowsDataset"]


class AgreementTextFlowsSender(BaseModel):
    name: str


class AgreementTextFlowsRecipient(BaseModel):
    name: str


class AgreementTextFlowsDataset(BaseModel):
    slug: str
    title: str


class AgreementTextFiles(BaseModel):
    title: str
    kind: IspFileKind
    parties_only: bool = Field(alias="partiesOnly")
    document: Optional["AgreementTextFilesDocument"]


class AgreementTextFilesDocument(BaseModel):
    title: str
    url: str
    extension: str
    file_size: Optional[int] = Field(alias="fileSize")
    barriers: list["AgreementTextFilesDocumentBarriers"]
    cover_url: Optional[str] = Field(alias="coverUrl")
    held_back: Optional[str] = Field(alias="heldBack")


class AgreementTextFilesDocumentBarriers(BaseModel):
    words: str


class AgreementTextParties(AgreementParty):
    pass


class AmendmentLine(BaseModel):
    number: int
    state: AmendmentState
    state_label: str = Field(alias="stateLabel")
    sent_on: date = Field(alias="sentOn")
    object_until: date = Field(alias="objectUntil")
    counts_from: Optional[date] = Field(alias="countsFrom")
    changes: list["AmendmentLineChanges"]


class AmendmentLineChanges(BaseModel):
    section: str
    section_label: str = Field(alias="sectionLabel")
    after: str


class CheckedBody(BaseModel):
    slug: str
    name: str
    fingerprint: str
    due_on: Optional[date] = Field(alias="dueOn")
    is_late: bool = Field(alias="isLate")
    last_confirmed_on: Optional[date] = Field(alias="lastConfirmedOn")
    last_confirmed_by: str = Field(alias="lastConfirmedBy")
    parts: list["CheckedBodyParts"]


class CheckedBodyParts(BaseModel):
    kind: str
    question: str
    lines: list[str]
    path: str
    path_label: str = Field(alias="pathLabel")


class ConsultationWords(BaseModel):
    id: str
    stance: ConsultationStance
    stance_label: str = Field(alias="stanceLabel")
    body: str
    at: datetime
    is_mine: bool = Field(alias="isMine")
    is_hidden: bool = Field(alias="isHidden")
    is_withdrawn: bool = Field(alias="isWithdrawn")
    outcome_label: str = Field(alias="outcomeLabel")
    answer: str
    author: Optional["ConsultationWordsAuthor"]
    partner: Optional["ConsultationWordsPartner"]


class ConsultationWordsAuthor(BaseModel):
    name: str


class ConsultationWordsPartner(BaseModel):
    name: str


class CoverageLine(BaseModel):
    state: CoverageState
    label: str
    since: Optional[date]
    role: IspPartyRole
    role_label: str = Field(alias="roleLabel")
    partner: Optional["CoverageLinePartner"]
    through_partner: Optional["CoverageLineThroughPartner"] = Field(
        alias="throughPartner"
    )


class CoverageLinePartner(BaseModel):
    name: str
    slug: str


class CoverageLineThroughPartner(BaseModel):
    name: str
    slug: str


class DraftBasisFull(BaseModel):
    id: str
    purpose: str
    direction: BasisDirection
    direction_label: str = Field(alias="directionLabel")
    regime: LegalRegime
    regime_label: str = Field(alias="regimeLabel")
    article_10_authority: str = Field(alias="article10Authority")
    policy_document_url: str = Field(alias="policyDocumentUrl")
    confidentiality: ConfidentialityRoute
    confidentiality_label: str = Field(alias="confidentialityLabel")
    data_opt_out_applies: Optional[bool] = Field(alias="dataOptOutApplies")
    rationale: str
    checked_on: Optional[date] = Field(alias="checkedOn")
    override_reason: str = Field(alias="overrideReason")
    article_6: Optional["DraftBasisFullArticle6"] = Field(alias="article6")
    article_9: Optional["DraftBasisFullArticle9"] = Field(alias="article9")
    schedule_1: Optional["DraftBasisFullSchedule1"] = Field(alias="schedule1")
    part_3: Optional["DraftBasisFullPart3"] = Field(alias="part3")
    gateways: list["DraftBasisFullGateways"]


class DraftBasisFullArticle6(BaseModel):
    code: str
    provision: str
    name: str


class DraftBasisFullArticle9(BaseModel):
    code: str
    provision: str
    name: str


class DraftBasisFullSchedule1(BaseModel):
    code: str
    provision: str
    name: str


class DraftBasisFullPart3(BaseModel):
    code: str
    provision: str
    name: str


class DraftBasisFullGateways(BaseModel):
    slug: str
    act: str
    year: Optional[int]
    provision: str
    title: str


class DraftHead(BaseModel):
    reference: str
    is_open: bool = Field(alias="isOpen")
    can_write: bool = Field(alias="canWrite")
    can_comment: bool = Field(alias="canComment")
    isp: Optional["DraftHeadIsp"]
    version: Optional["DraftHeadVersion"]
    gaps: list["DraftHeadGaps"]
    own_review: Optional["DraftHeadOwnReview"] = Field(alias="ownReview")


class DraftHeadIsp(BaseModel):
    reference: str
    title: str
    owner: Optional["DraftHeadIspOwner"]
    lead: Optional["DraftHeadIspLead"]


class DraftHeadIspOwner(BaseModel):
    name: str


class DraftHeadIspLead(BaseModel):
    name: str
    slug: str


class DraftHeadVersion(BaseModel):
    number: int
    state: IspVersionState
    state_label: str = Field(alias="stateLabel")


class DraftHeadGaps(BaseModel):
    step: str
    text: str
    party: str
    partner_name: str = Field(alias="partnerName")
    purpose: str


class DraftHeadOwnReview(BaseModel):
    id: str
    answer_by: date = Field(alias="answerBy")
    view: Optional[PeerReviewView]
    view_label: str = Field(alias="viewLabel")


class DraftParty(BaseModel):
    id: str
    role: IspPartyRole
    role_label: str = Field(alias="roleLabel")
    controller_status: ControllerStatus = Field(alias="controllerStatus")
    is_essential: bool = Field(alias="isEssential")
    service_area: str = Field(alias="serviceArea")
    article_28_contract_url: str = Field(alias="article28ContractUrl")
    partner: Optional["DraftPartyPartner"]


class DraftPartyPartner(BaseModel):
    name: str
    slug: str
    legal_controller: str = Field(alias="legalController")


class DraftStepLine(BaseModel):
    key: str
    group: str
    name: str
    question: str
    why: str
    is_text: bool = Field(alias="isText")
    status: DraftStepStatus
    revision: str
    open_comments: int = Field(alias="openComments")
    saved_at: Optional[datetime] = Field(alias="savedAt")
    saved_by: Optional["DraftStepLineSavedBy"] = Field(alias="savedBy")
    gaps: list["DraftStepLineGaps"]


class DraftStepLineSavedBy(BaseModel):
    name: str


class DraftStepLineGaps(BaseModel):
    text: str
    partner_name: str = Field(alias="partnerName")


class DraftThread(BaseModel):
    id: str
    step: str
    quote: str
    text: str
    at: datetime
    is_resolved: bool = Field(alias="isResolved")
    resolved_at: Optional[datetime] = Field(alias="resolvedAt")
    by: Optional["DraftThreadBy"]
    resolved_by: Optional["DraftThreadResolvedBy"] = Field(alias="resolvedBy")
    replies: list["DraftThreadReplies"]


class DraftThreadBy(BaseModel):
    name: str


class DraftThreadResolvedBy(BaseModel):
    name: str


class DraftThreadReplies(BaseModel):
    id: str
    text: str
    at: datetime
    by: Optional["DraftThreadRepliesBy"]


class DraftThreadRepliesBy(BaseModel):
    name: str


class EventSignUpFacts(BaseModel):
    places: Optional[int]
    taken: int
    waiting: int
    places_left: Optional[int] = Field(alias="placesLeft")
    closes_at: Optional[datetime] = Field(alias="closesAt")
    closed_because: str = Field(alias="closedBecause")
    cancelled_at: Optional[datetime] = Field(alias="cancelledAt")
    cancelled_because: str = Field(alias="cancelledBecause")
    version: int


class FixLine(BaseModel):
    kind: FixKind
    count: int
    text: str
    why: str
    path: str
    action: str


class GatewayHelpLine(BaseModel):
    count: int
    gateway: Optional["GatewayHelpLineGateway"]
    isps: list["GatewayHelpLineIsps"]


class GatewayHelpLineGateway(BaseModel):
    slug: str
    act: str
    year: Optional[int]
    provision: str
    title: str


class GatewayHelpLineIsps(BaseModel):
    reference: str
    title: str


class IspLink(BaseModel):
    reference: str
    title: str
    status: IspStatus
    status_label: str = Field(alias="statusLabel")


class OfferLine(BaseModel):
    id: str
    partner_name: str = Field(alias="partnerName")
    person_name: str = Field(alias="personName")
    role_label: str = Field(alias="roleLabel")
    service_area: str = Field(alias="serviceArea")
    note: str
    ends_on: Optional[date] = Field(alias="endsOn")
    made_at: datetime = Field(alias="madeAt")


class OurIspLine(BaseModel):
    service_area: str = Field(alias="serviceArea")
    owner_name: str = Field(alias="ownerName")
    lead_is_us: bool = Field(alias="leadIsUs")
    file_label: str = Field(alias="fileLabel")
    no_file_noted_on: Optional[date] = Field(alias="noFileNotedOn")
    can_change: bool = Field(alias="canChange")
    owner_id: Optional[str] = Field(alias="ownerId")
    waits_for: str = Field(alias="waitsFor")
    file: Optional["OurIspLineFile"]
    coverage: Optional["OurIspLineCoverage"]
    isp: Optional["OurIspLineIsp"]


class OurIspLineFile(BaseModel):
    url: str


class OurIspLineCoverage(CoverageLine):
    pass


class OurIspLineIsp(IspRow):
    pass


class PeerReviewLine(BaseModel):
    id: str
    asked_at: datetime = Field(alias="askedAt")
    answer_by: date = Field(alias="answerBy")
    view: Optional[PeerReviewView]
    view_label: str = Field(alias="viewLabel")
    note: str
    answered_at: Optional[datetime] = Field(alias="answeredAt")
    ended_at: Optional[datetime] = Field(alias="endedAt")
    ended_because: str = Field(alias="endedBecause")
    person: Optional["PeerReviewLinePerson"]
    partner: Optional["PeerReviewLinePartner"]
    asked_by: Optional["PeerReviewLineAskedBy"] = Field(alias="askedBy")


class PeerReviewLinePerson(BaseModel):
    name: str


class PeerReviewLinePartner(BaseModel):
    name: str
    slug: str


class PeerReviewLineAskedBy(BaseModel):
    name: str


class Person(BaseModel):
    role: PartnerRoleKind
    label: str
    name: str
    deputy_name: str = Field(alias="deputyName")
    phone: str
    email: str
    confirmed_on: Optional[date] = Field(alias="confirmedOn")
    service_area: str = Field(alias="serviceArea")
    not_required_because: str = Field(alias="notRequiredBecause")


class WriterLine(BaseModel):
    name: str
    job_title: str = Field(alias="jobTitle")
    organisation: str
    is_anonymous: bool = Field(alias="isAnonymous")
    is_you: bool = Field(alias="isYou")


class PostFull(BaseModel):
    id: str
    number: int
    body: str
    created_at: datetime = Field(alias="createdAt")
    edited_at: Optional[datetime] = Field(alias="editedAt")
    is_deleted: bool = Field(alias="isDeleted")
    is_hidden: bool = Field(alias="isHidden")
    hidden_because: str = Field(alias="hiddenBecause")
    was_edited: bool = Field(alias="wasEdited")
    is_answer: bool = Field(alias="isAnswer")
    by_email: bool = Field(alias="byEmail")
    thanks_count: int = Field(alias="thanksCount")
    you_thanked: bool = Field(alias="youThanked")
    may_change: bool = Field(alias="mayChange")
    may_thank: bool = Field(alias="mayThank")
    may_report: bool = Field(alias="mayReport")
    may_moderate: bool = Field(alias="mayModerate")
    writer: Optional["PostFullWriter"]
    files: list["PostFullFiles"]


class PostFullWriter(WriterLine):
    pass


class PostFullFiles(BaseModel):
    id: str
    document: Optional["PostFullFilesDocument"]


class PostFullFilesDocument(BaseModel):
    title: str
    url: str
    extension: str
    file_size: Optional[int] = Field(alias="fileSize")
    barriers: list["PostFullFilesDocumentBarriers"]
    held_back: Optional[str] = Field(alias="heldBack")


class PostFullFilesDocumentBarriers(BaseModel):
    words: str


class SavedSearchLine(BaseModel):
    id: str
    name: str
    text: str
    path: str
    frequency: SavedSearchFrequency
    frequency_label: str = Field(alias="frequencyLabel")
    is_paused: bool = Field(alias="isPaused")
    new_count: int = Field(alias="newCount")
    filters: list["SavedSearchLineFilters"]


class SavedSearchLineFilters(BaseModel):
    name: str
    label: str
    labels: list[str]


class SigningPartyLine(BaseModel):
    id: str
    role_label: str = Field(alias="roleLabel")
    is_essential: bool = Field(alias="isEssential")
    is_lead: bool = Field(alias="isLead")
    is_joining: bool = Field(alias="isJoining")
    coverage: CoverageState
    coverage_label: str = Field(alias="coverageLabel")
    since: Optional[date]
    waiting_days: Optional[int] = Field(alias="waitingDays")
    has_approver: bool = Field(alias="hasApprover")
    asked: list[str]
    mailboxes: int
    decision: Optional[SignatureDecision]
    decided_on: Optional[date] = Field(alias="decidedOn")
    decided_by: str = Field(alias="decidedBy")
    decided_by_job_title: str = Field(alias="decidedByJobTitle")
    reason: str
    on_paper: bool = Field(alias="onPaper")
    has_scan: bool = Field(alias="hasScan")
    signature_id: Optional[str] = Field(alias="signatureId")
    last_reminded_on: Optional[date] = Field(alias="lastRemindedOn")
    remind_from: Optional[date] = Field(alias="remindFrom")
    may_remind: bool = Field(alias="mayRemind")
    may_sign: bool = Field(alias="maySign")
    may_record: bool = Field(alias="mayRecord")
    still_on: Optional[int] = Field(alias="stillOn")
    still_until: Optional[date] = Field(alias="stillUntil")
    leaves_on: Optional[date] = Field(alias="leavesOn")
    stuck_since: Optional[date] = Field(alias="stuckSince")
    partner: Optional["SigningPartyLinePartner"]


class SigningPartyLinePartner(BaseModel):
    name: str
    slug: str


class SigningLine(BaseModel):
    number: int
    state: IspVersionState
    state_label: str = Field(alias="stateLabel")
    sentence: str
    sent_out_on: Optional[date] = Field(alias="sentOutOn")
    cut_off_on: Optional[date] = Field(alias="cutOffOn")
    replaces: Optional[int]
    covered: int
    counted: int
    may_handle: bool = Field(alias="mayHandle")
    isp: Optional["SigningLineIsp"]
    parties: list["SigningLineParties"]


class SigningLineIsp(BaseModel):
    reference: str
    title: str


class SigningLineParties(SigningPartyLine):
    pass


class SiteBar(BaseModel):
    name: str
    area: str
    purpose: str
    contact_email: str = Field(alias="contactEmail")
    contact_phone: str = Field(alias="contactPhone")
    contact_hours: str = Field(alias="contactHours")
    urgent_line: str = Field(alias="urgentLine")
    help_text: str = Field(alias="helpText")
    member_count: int = Field(alias="memberCount")
    public_help_form: bool = Field(alias="publicHelpForm")
    public_register: bool = Field(alias="publicRegister")
    public_partner_list: bool = Field(alias="publicPartnerList")
    is_demo: bool = Field(alias="isDemo")
    search_log_organisations: int = Field(alias="searchLogOrganisations")
    search_log_months: int = Field(alias="searchLogMonths")
    files_are_scanned: bool = Field(alias="filesAreScanned")
    logo: Optional["SiteBarLogo"]


class SiteBarLogo(BaseModel):
    rendition: Optional["SiteBarLogoRendition"]


class SiteBarLogoRendition(BaseModel):
    url: str


class SpaceLine(BaseModel):
    slug: str
    name: str
    purpose: str
    kind: SpaceKind
    kind_label: str = Field(alias="kindLabel")
    path: str
    is_chatham_house: bool = Field(alias="isChathamHouse")
    is_archived: bool = Field(alias="isArchived")
    you_are: SpaceStanding = Field(alias="youAre")
    thread_count: Optional[int] = Field(alias="threadCount")


class TaskLine(BaseModel):
    key: str
    kind: TaskKind
    title: str
    path: str
    detail: str
    action_label: str = Field(alias="actionLabel")
    action_path: str = Field(alias="actionPath")
    due_on: Optional[date] = Field(alias="dueOn")
    tag_label: str = Field(alias="tagLabel")
    tag_kind: str = Field(alias="tagKind")
    partner_slug: str = Field(alias="partnerSlug")
    partner_name: str = Field(alias="partnerName")


class ThreadLine(BaseModel):
    number: int
    title: str
    kind_label: str = Field(alias="kindLabel")
    path: str
    created_at: datetime = Field(alias="createdAt")
    last_post_at: datetime = Field(alias="lastPostAt")
    is_answered: bool = Field(alias="isAnswered")
    is_locked: bool = Field(alias="isLocked")
    is_hidden: bool = Field(alias="isHidden")
    reply_count: int = Field(alias="replyCount")
    space: Optional["ThreadLineSpace"]
    opening: Optional["ThreadLineOpening"]


class ThreadLineSpace(BaseModel):
    name: str
    slug: str


class ThreadLineOpening(BaseModel):
    excerpt: str
    writer: Optional["ThreadLineOpeningWriter"]


class ThreadLineOpeningWriter(WriterLine):
    pass


class TokenLine(BaseModel):
    id: str
    name: str
    purpose: str
    state: str
    state_label: str = Field(alias="stateLabel")
    days_left: int = Field(alias="daysLeft")
    holder: str
    is_yours: bool = Field(alias="isYours")
    expires_at: datetime = Field(alias="expiresAt")
    last_used_at: Optional[datetime] = Field(alias="lastUsedAt")
    revoked_at: Optional[datetime] = Field(alias="revokedAt")


class TriggerLine(BaseModel):
    id: str
    kind: ReviewTriggerKind
    kind_label: str = Field(alias="kindLabel")
    what: str
    path: str
    said_on: date = Field(alias="saidOn")
    taken_up_on: Optional[date] = Field(alias="takenUpOn")
    done_on: Optional[date] = Field(alias="doneOn")
    waits: bool
    is_open: bool = Field(alias="isOpen")
    may_decide: bool = Field(alias="mayDecide")


class ViewerBar(BaseModel):
    is_signed_in: bool = Field(alias="isSignedIn")
    is_member: bool = Field(alias="isMember")
    is_editor: bool = Field(alias="isEditor")
    lacks_second_factor: bool = Field(alias="lacksSecondFactor")
    name: Optional[str]
    email: Optional[str]
    unread_notifications: int = Field(alias="unreadNotifications")
    acting_for: Optional["ViewerBarActingFor"] = Field(alias="actingFor")
    partners: list["ViewerBarPartners"]


class ViewerBarActingFor(BaseModel):
    name: str
    slug: str


class ViewerBarPartners(BaseModel):
    slug: str


AmendmentText.model_rebuild()
IspRow.model_rebuild()
AgreementHead.model_rebuild()
AgreementParty.model_rebuild()
AgreementText.model_rebuild()
AmendmentLine.model_rebuild()
CheckedBody.model_rebuild()
ConsultationWords.model_rebuild()
CoverageLine.model_rebuild()
DraftBasisFull.model_rebuild()
DraftHead.model_rebuild()
DraftParty.model_rebuild()
DraftStepLine.model_rebuild()
DraftThread.model_rebuild()
EventSignUpFacts.model_rebuild()
FixLine.model_rebuild()
GatewayHelpLine.model_rebuild()
IspLink.model_rebuild()
OfferLine.model_rebuild()
OurIspLine.model_rebuild()
PeerReviewLine.model_rebuild()
Person.model_rebuild()
WriterLine.model_rebuild()
PostFull.model_rebuild()
SavedSearchLine.model_rebuild()
SigningPartyLine.model_rebuild()
SigningLine.model_rebuild()
SiteBar.model_rebuild()
SpaceLine.model_rebuild()
TaskLine.model_rebuild()
ThreadLine.model_rebuild()
TokenLine.model_rebuild()
TriggerLine.model_rebuild()
ViewerBar.model_rebuild()
