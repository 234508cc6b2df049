from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ControllerStatus
from .fragments import IspRow, SigningLine, SigningPartyLine, SiteBar, ViewerBar


class SignPage(BaseModel):
    site: "SignPageSite"
    viewer: "SignPageViewer"
    isp: Optional["SignPageIsp"]
    sign_sheet: Optional["SignPageSignSheet"] = Field(alias="signSheet")


SignPageSite = SiteBar
SignPageViewer = ViewerBar
SignPageIsp = IspRow


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


class SignPageSignSheetVersion(BaseModel):
    number: int
    what_changed: str = Field(alias="whatChanged")
    summary: str
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
    joint_arrangement: str = Field(alias="jointArrangement")
    data_items: list["SignPageSignSheetVersionDataItems"] = Field(alias="dataItems")
    flows: list["SignPageSignSheetVersionFlows"]
    parties: list["SignPageSignSheetVersionParties"]


class SignPageSignSheetVersionDataItems(BaseModel):
    name: str
    is_special_category: bool = Field(alias="isSpecialCategory")
    is_criminal_offence: bool = Field(alias="isCriminalOffence")


class SignPageSignSheetVersionFlows(BaseModel):
    items: str
    method: str
    format: str
    frequency_required: str = Field(alias="frequencyRequired")
    sender: Optional["SignPageSignSheetVersionFlowsSender"]
    recipient: Optional["SignPageSignSheetVersionFlowsRecipient"]


class SignPageSignSheetVersionFlowsSender(BaseModel):
    name: str


class SignPageSignSheetVersionFlowsRecipient(BaseModel):
    name: str


class SignPageSignSheetVersionParties(BaseModel):
    role_label: str = Field(alias="roleLabel")
    controller_status: ControllerStatus = Field(alias="controllerStatus")
    is_essential: bool = Field(alias="isEssential")
    partner: Optional["SignPageSignSheetVersionPartiesPartner"]
    bases: list["SignPageSignSheetVersionPartiesBases"]


class SignPageSignSheetVersionPartiesPartner(BaseModel):
    name: str


class SignPageSignSheetVersionPartiesBases(BaseModel):
    purpose: str
    direction_label: str = Field(alias="directionLabel")
    regime_label: str = Field(alias="regimeLabel")
    confidentiality_label: str = Field(alias="confidentialityLabel")
    article_10_authority: str = Field(alias="article10Authority")
    article_6: Optional["SignPageSignSheetVersionPartiesBasesArticle6"] = Field(
        alias="article6"
    )
    article_9: Optional["SignPageSignSheetVersionPartiesBasesArticle9"] = Field(
        alias="article9"
    )
    schedule_1: Optional["SignPageSignSheetVersionPartiesBasesSchedule1"] = Field(
        alias="schedule1"
    )
    part_3: Optional["SignPageSignSheetVersionPartiesBasesPart3"] = Field(alias="part3")
    gateways: list["SignPageSignSheetVersionPartiesBasesGateways"]


class SignPageSignSheetVersionPartiesBasesArticle6(BaseModel):
    provision: str
    name: str


class SignPageSignSheetVersionPartiesBasesArticle9(BaseModel):
    provision: str
    name: str


class SignPageSignSheetVersionPartiesBasesSchedule1(BaseModel):
    provision: str
    name: str


class SignPageSignSheetVersionPartiesBasesPart3(BaseModel):
    provision: str
    name: str


class SignPageSignSheetVersionPartiesBasesGateways(BaseModel):
    act: str
    year: Optional[int]
    provision: str
    title: str


SignPage.model_rebuild()
SignPageSignSheet.model_rebuild()
SignPageSignSheetVersion.model_rebuild()
SignPageSignSheetVersionFlows.model_rebuild()
SignPageSignSheetVersionParties.model_rebuild()
SignPageSignSheetVersionPartiesBases.model_rebuild()
