from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import PartnerAliasKind, PartnerExistence, PartnerMembership
from .fragments import IspRow, Person, SiteBar, ViewerBar


class PartnerPage(BaseModel):
    site: "PartnerPageSite"
    viewer: "PartnerPageViewer"
    partner: Optional["PartnerPagePartner"]
    success_stories: "PartnerPageSuccessStories" = Field(alias="successStories")


PartnerPageSite = SiteBar
PartnerPageViewer = ViewerBar


class PartnerPagePartner(BaseModel):
    slug: str
    name: str
    legal_controller: str = Field(alias="legalController")
    can_sign: bool = Field(alias="canSign")
    organisation_type: str = Field(alias="organisationType")
    area: str
    website: str
    existence: PartnerExistence
    membership: PartnerMembership
    joined_on: Optional[date] = Field(alias="joinedOn")
    charter_signed: Optional["PartnerPagePartnerCharterSigned"] = Field(
        alias="charterSigned"
    )
    is_example: bool = Field(alias="isExample")
    sector: Optional["PartnerPagePartnerSector"]
    parent: Optional["PartnerPagePartnerParent"]
    aliases: list["PartnerPagePartnerAliases"]
    predecessors: list["PartnerPagePartnerPredecessors"]
    successors: list["PartnerPagePartnerSuccessors"]
    people: list["PartnerPagePartnerPeople"]
    contacts: list["PartnerPagePartnerContacts"]
    isps: list["PartnerPagePartnerIsps"]
    datasets: list["PartnerPagePartnerDatasets"]


class PartnerPagePartnerCharterSigned(BaseModel):
    id: str
    signed_on: date = Field(alias="signedOn")
    version: Optional["PartnerPagePartnerCharterSignedVersion"]


class PartnerPagePartnerCharterSignedVersion(BaseModel):
    number: int


class PartnerPagePartnerSector(BaseModel):
    code: str
    label: str


class PartnerPagePartnerParent(BaseModel):
    name: str
    slug: str


class PartnerPagePartnerAliases(BaseModel):
    name: str
    kind: PartnerAliasKind


class PartnerPagePartnerPredecessors(BaseModel):
    on: str
    note: str
    predecessor: Optional["PartnerPagePartnerPredecessorsPredecessor"]


class PartnerPagePartnerPredecessorsPredecessor(BaseModel):
    name: str
    slug: str


class PartnerPagePartnerSuccessors(BaseModel):
    on: str
    note: str
    successor: Optional["PartnerPagePartnerSuccessorsSuccessor"]


class PartnerPagePartnerSuccessorsSuccessor(BaseModel):
    name: str
    slug: str


PartnerPagePartnerPeople = Person


class PartnerPagePartnerContacts(BaseModel):
    name: str
    job_title: str = Field(alias="jobTitle")
    email: str
    phone: str
    confirmed_on: Optional[date] = Field(alias="confirmedOn")


PartnerPagePartnerIsps = IspRow


class PartnerPagePartnerDatasets(BaseModel):
    slug: str
    title: str
    update_frequency: str = Field(alias="updateFrequency")


class PartnerPageSuccessStories(BaseModel):
    items: list["PartnerPageSuccessStoriesItems"]


class PartnerPageSuccessStoriesItems(BaseModel):
    title: str
    path: str


PartnerPage.model_rebuild()
PartnerPagePartner.model_rebuild()
PartnerPagePartnerCharterSigned.model_rebuild()
PartnerPagePartnerPredecessors.model_rebuild()
PartnerPagePartnerSuccessors.model_rebuild()
PartnerPageSuccessStories.model_rebuild()
