from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import (
    CoverageState,
    DatePrecision,
    FixKind,
    IspPartyRole,
    IspStatus,
    PartnerRoleKind,
    SavedSearchFrequency,
    TaskKind,
)


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


class FixLine(BaseModel):
    kind: FixKind
    count: int
    text: str
    why: str
    path: str
    action: str


class IspLink(BaseModel):
    reference: str
    title: str
    status: IspStatus
    status_label: str = Field(alias="statusLabel")


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


class OurIspLine(BaseModel):
    service_area: str = Field(alias="serviceArea")
    owner_name: str = Field(alias="ownerName")
    lead_is_us: bool = Field(alias="leadIsUs")
    file_label: str = Field(alias="fileLabel")
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
    logo: Optional["SiteBarLogo"]


class SiteBarLogo(BaseModel):
    rendition: Optional["SiteBarLogoRendition"]


class SiteBarLogoRendition(BaseModel):
    url: str


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


class ViewerBar(BaseModel):
    is_signed_in: bool = Field(alias="isSignedIn")
    is_member: bool = Field(alias="isMember")
    is_editor: bool = Field(alias="isEditor")
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


CoverageLine.model_rebuild()
FixLine.model_rebuild()
IspLink.model_rebuild()
IspRow.model_rebuild()
OurIspLine.model_rebuild()
Person.model_rebuild()
SavedSearchLine.model_rebuild()
SiteBar.model_rebuild()
TaskLine.model_rebuild()
ViewerBar.model_rebuild()
