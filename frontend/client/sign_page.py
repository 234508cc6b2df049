from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import (
    AgreementText,
    AmendmentText,
    IspRow,
    IspRowLead,  # noqa: F401
    SigningLine,
    SigningPartyLine,
    SiteBar,
    ViewerBar,
)


class SignPage(BaseModel):
    site: "SignPageSite"
    viewer: "SignPageViewer"
    isp: Optional["SignPageIsp"]
    sign_sheet: Optional["SignPageSignSheet"] = Field(alias="signSheet")


SignPageSite = SiteBar
SignPageViewer = ViewerBar


class SignPageIsp(IspRow):
    amendments: list["SignPageIspAmendments"]


SignPageIspAmendments = AmendmentText


class SignPageSignSheet(BaseModel):
    controller: str
    is_joining: bool = Field(alias="isJoining")
    fingerprint: str
    short: str
    statement: list[str]
    boxes: list[str]
    not_signed: str = Field(alias="notSigned")
    signs: str
    job_title: str = Field(alias="jobTitle")
    why_not: str = Field(alias="whyNot")
    may_sign: bool = Field(alias="maySign")
    may_advise: bool = Field(alias="mayAdvise")
    may_record: bool = Field(alias="mayRecord")
    may_leave: bool = Field(alias="mayLeave")
    is_adviser_too: bool = Field(alias="isAdviserToo")
    opened: bool
    who_may: list[str] = Field(alias="whoMay")
    partner: Optional["SignPageSignSheetPartner"]
    party: Optional["SignPageSignSheetParty"]
    advice: list["SignPageSignSheetAdvice"]
    people: list["SignPageSignSheetPeople"]
    handed: list["SignPageSignSheetHanded"]
    others: list["SignPageSignSheetOthers"]
    progress: Optional["SignPageSignSheetProgress"]
    version: Optional["SignPageSignSheetVersion"]


class SignPageSignSheetPartner(BaseModel):
    name: str
    slug: str


SignPageSignSheetParty = SigningPartyLine


class SignPageSignSheetAdvice(BaseModel):
    text: str
    adviser_name: str = Field(alias="adviserName")
    given_on: date = Field(alias="givenOn")


class SignPageSignSheetPeople(BaseModel):
    id: str
    name: str


class SignPageSignSheetHanded(BaseModel):
    id: str
    name: str
    ends_on: date = Field(alias="endsOn")
    reason: str


class SignPageSignSheetOthers(BaseModel):
    slug: str
    name: str


SignPageSignSheetProgress = SigningLine
SignPageSignSheetVersion = AgreementText
SignPage.model_rebuild()
SignPageIsp.model_rebuild()
SignPageSignSheet.model_rebuild()
