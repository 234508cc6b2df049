from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import CoverageState, IspStatus
from .fragments import SiteBar, ViewerBar


class IspHistory(BaseModel):
    site: "IspHistorySite"
    viewer: "IspHistoryViewer"
    isp_history: Optional["IspHistoryIspHistory"] = Field(alias="ispHistory")


IspHistorySite = SiteBar
IspHistoryViewer = ViewerBar


class IspHistoryIspHistory(BaseModel):
    on: date
    status: Optional[IspStatus]
    label: str
    sentence: str
    covered_count: int = Field(alias="coveredCount")
    party_count: int = Field(alias="partyCount")
    not_known: list[str] = Field(alias="notKnown")
    amended: list["IspHistoryIspHistoryAmended"]
    isp: Optional["IspHistoryIspHistoryIsp"]
    version: Optional["IspHistoryIspHistoryVersion"]
    parties: list["IspHistoryIspHistoryParties"]
    events: list["IspHistoryIspHistoryEvents"]


class IspHistoryIspHistoryAmended(BaseModel):
    number: int
    heading: str
    before: str
    after: str


class IspHistoryIspHistoryIsp(BaseModel):
    reference: str
    title: str


class IspHistoryIspHistoryVersion(BaseModel):
    number: int
    in_force_from: Optional[date] = Field(alias="inForceFrom")
    in_force_to: Optional[date] = Field(alias="inForceTo")


class IspHistoryIspHistoryParties(BaseModel):
    coverage: CoverageState
    coverage_label: str = Field(alias="coverageLabel")
    since: Optional[date]
    party: Optional["IspHistoryIspHistoryPartiesParty"]


class IspHistoryIspHistoryPartiesParty(BaseModel):
    role_label: str = Field(alias="roleLabel")
    partner: Optional["IspHistoryIspHistoryPartiesPartyPartner"]


class IspHistoryIspHistoryPartiesPartyPartner(BaseModel):
    name: str
    slug: str


class IspHistoryIspHistoryEvents(BaseModel):
    on: date
    text: str
    version: Optional[int]


IspHistory.model_rebuild()
IspHistoryIspHistory.model_rebuild()
IspHistoryIspHistoryParties.model_rebuild()
IspHistoryIspHistoryPartiesParty.model_rebuild()
