from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import PartnerRoleKind
from .fragments import (  # noqa: F401
    FixLine,
    OurIspLine,
    Person,
    SiteBar,
    ViewerBar,
    ViewerBarActingFor,
    ViewerBarPartners,
)


class OurIsps(BaseModel):
    site: "OurIspsSite"
    viewer: "OurIspsViewer"
    our_isps: Optional["OurIspsOurIsps"] = Field(alias="ourIsps")


OurIspsSite = SiteBar


class OurIspsViewer(ViewerBar):
    roles: list["OurIspsViewerRoles"]


class OurIspsViewerRoles(BaseModel):
    role: PartnerRoleKind


class OurIspsOurIsps(BaseModel):
    cover_count: int = Field(alias="coverCount")
    lead_count: int = Field(alias="leadCount")
    due_count: int = Field(alias="dueCount")
    not_in_force_count: int = Field(alias="notInForceCount")
    partner: Optional["OurIspsOurIspsPartner"]
    includes_from: list["OurIspsOurIspsIncludesFrom"] = Field(alias="includesFrom")
    fixes: list["OurIspsOurIspsFixes"]
    waiting: list["OurIspsOurIspsWaiting"]
    people: list["OurIspsOurIspsPeople"]
    possible_owners: list["OurIspsOurIspsPossibleOwners"] = Field(
        alias="possibleOwners"
    )
    covering: list["OurIspsOurIspsCovering"]
    not_in_force: list["OurIspsOurIspsNotInForce"] = Field(alias="notInForce")
    ended: list["OurIspsOurIspsEnded"]


class OurIspsOurIspsPartner(BaseModel):
    name: str
    slug: str


class OurIspsOurIspsIncludesFrom(BaseModel):
    name: str
    slug: str


OurIspsOurIspsFixes = FixLine


class OurIspsOurIspsWaiting(BaseModel):
    text: str
    partner_name: str = Field(alias="partnerName")
    since: Optional[date]
    isp: Optional["OurIspsOurIspsWaitingIsp"]


class OurIspsOurIspsWaitingIsp(BaseModel):
    reference: str
    title: str


OurIspsOurIspsPeople = Person


class OurIspsOurIspsPossibleOwners(BaseModel):
    id: str
    name: str


OurIspsOurIspsCovering = OurIspLine
OurIspsOurIspsNotInForce = OurIspLine
OurIspsOurIspsEnded = OurIspLine
OurIsps.model_rebuild()
OurIspsViewer.model_rebuild()
OurIspsOurIsps.model_rebuild()
OurIspsOurIspsWaiting.model_rebuild()
