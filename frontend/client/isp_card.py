from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import AmendmentState
from .fragments import (
    IspRow,
    IspRowLead,  # noqa: F401
    SiteBar,
    ViewerBar,
)


class IspCard(BaseModel):
    site: "IspCardSite"
    viewer: "IspCardViewer"
    isp: Optional["IspCardIsp"]


IspCardSite = SiteBar
IspCardViewer = ViewerBar


class IspCardIsp(IspRow):
    contacts: list["IspCardIspContacts"]
    amendments: list["IspCardIspAmendments"]
    version: Optional["IspCardIspVersion"]


class IspCardIspContacts(BaseModel):
    role: str
    phone: str
    email: str
    is_urgent: bool = Field(alias="isUrgent")
    partner: Optional["IspCardIspContactsPartner"]


class IspCardIspContactsPartner(BaseModel):
    name: str


class IspCardIspAmendments(BaseModel):
    number: int
    state: AmendmentState
    counts_from: Optional[date] = Field(alias="countsFrom")
    version: Optional["IspCardIspAmendmentsVersion"]
    changes: list["IspCardIspAmendmentsChanges"]


class IspCardIspAmendmentsVersion(BaseModel):
    number: int


class IspCardIspAmendmentsChanges(BaseModel):
    section: str
    after: str


class IspCardIspVersion(BaseModel):
    number: int
    may_share: list[str] = Field(alias="mayShare")
    do_not_share: list[str] = Field(alias="doNotShare")
    how_to_share: str = Field(alias="howToShare")


IspCard.model_rebuild()
IspCardIsp.model_rebuild()
IspCardIspContacts.model_rebuild()
IspCardIspAmendments.model_rebuild()
