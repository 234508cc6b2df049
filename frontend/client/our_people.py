from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import PartnerRoleKind
from .fragments import OfferLine, SiteBar, ViewerBar


class OurPeople(BaseModel):
    site: "OurPeopleSite"
    viewer: "OurPeopleViewer"
    our_people: Optional["OurPeopleOurPeople"] = Field(alias="ourPeople")


OurPeopleSite = SiteBar
OurPeopleViewer = ViewerBar


class OurPeopleOurPeople(BaseModel):
    slug: str
    name: str
    lead_count: int = Field(alias="leadCount")
    others: list["OurPeopleOurPeopleOthers"]
    roles_to_give: list["OurPeopleOurPeopleRolesToGive"] = Field(alias="rolesToGive")
    gaps: list["OurPeopleOurPeopleGaps"]
    offers: list["OurPeopleOurPeopleOffers"]
    invitations: list["OurPeopleOurPeopleInvitations"]
    people: list["OurPeopleOurPeoplePeople"]


class OurPeopleOurPeopleOthers(BaseModel):
    slug: str
    name: str


class OurPeopleOurPeopleRolesToGive(BaseModel):
    role: str
    label: str


class OurPeopleOurPeopleGaps(BaseModel):
    role: str
    label: str
    why: str


OurPeopleOurPeopleOffers = OfferLine


class OurPeopleOurPeopleInvitations(BaseModel):
    id: str
    name: str
    email: str
    role_label: str = Field(alias="roleLabel")
    status: str
    sent_at: Optional[datetime] = Field(alias="sentAt")
    expires_at: datetime = Field(alias="expiresAt")
    may_change: bool = Field(alias="mayChange")


class OurPeopleOurPeoplePeople(BaseModel):
    id: str
    user_id: str = Field(alias="userId")
    name: str
    email: str
    phone: str
    job_title: str = Field(alias="jobTitle")
    since: Optional[date]
    last_day: Optional[date] = Field(alias="lastDay")
    is_self: bool = Field(alias="isSelf")
    may_end: bool = Field(alias="mayEnd")
    stands_in: list[str] = Field(alias="standsIn")
    leaving_path: str = Field(alias="leavingPath")
    cover_path: str = Field(alias="coverPath")
    roles: list["OurPeopleOurPeoplePeopleRoles"]


class OurPeopleOurPeoplePeopleRoles(BaseModel):
    id: str
    role: PartnerRoleKind
    label: str
    starts_on: Optional[date] = Field(alias="startsOn")
    ends_on: Optional[date] = Field(alias="endsOn")
    deputy_id: Optional[str] = Field(alias="deputyId")
    deputy_name: str = Field(alias="deputyName")
    service_area: str = Field(alias="serviceArea")
    is_public: bool = Field(alias="isPublic")
    is_ahead: bool = Field(alias="isAhead")
    may_change: bool = Field(alias="mayChange")
    may_end: bool = Field(alias="mayEnd")


OurPeople.model_rebuild()
OurPeopleOurPeople.model_rebuild()
OurPeopleOurPeoplePeople.model_rebuild()
