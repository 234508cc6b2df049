from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import SuccessionWay
from .fragments import SiteBar, ViewerBar


class ReorganisationPage(BaseModel):
    site: "ReorganisationPageSite"
    viewer: "ReorganisationPageViewer"
    reorganisation: Optional["ReorganisationPageReorganisation"]


ReorganisationPageSite = SiteBar
ReorganisationPageViewer = ViewerBar


class ReorganisationPageReorganisation(BaseModel):
    may_propose: bool = Field(alias="mayPropose")
    number: int
    title: str
    takes_effect_on: date = Field(alias="takesEffectOn")
    reason: str
    legal_reference: str = Field(alias="legalReference")
    state_label: str = Field(alias="stateLabel")
    cancelled_reason: str = Field(alias="cancelledReason")
    is_example: bool = Field(alias="isExample")
    steps: list["ReorganisationPageReorganisationSteps"]
    parts: list["ReorganisationPageReorganisationParts"]


class ReorganisationPageReorganisationSteps(BaseModel):
    label: str
    before: list[str]
    after: list[str]
    carries_over: bool = Field(alias="carriesOver")
    why: str


class ReorganisationPageReorganisationParts(BaseModel):
    partner: Optional["ReorganisationPageReorganisationPartsPartner"]
    followers: list["ReorganisationPageReorganisationPartsFollowers"]
    concerned: list["ReorganisationPageReorganisationPartsConcerned"]


class ReorganisationPageReorganisationPartsPartner(BaseModel):
    name: str
    slug: str


class ReorganisationPageReorganisationPartsFollowers(BaseModel):
    value: str
    name: str


class ReorganisationPageReorganisationPartsConcerned(BaseModel):
    after: str
    way: SuccessionWay
    words: str
    why: str
    leads: bool
    within_one: bool = Field(alias="withinOne")
    become_one: list[str] = Field(alias="becomeOne")
    proposed: str
    said: str
    isp: Optional["ReorganisationPageReorganisationPartsConcernedIsp"]


class ReorganisationPageReorganisationPartsConcernedIsp(BaseModel):
    reference: str
    title: str


ReorganisationPage.model_rebuild()
ReorganisationPageReorganisation.model_rebuild()
ReorganisationPageReorganisationParts.model_rebuild()
ReorganisationPageReorganisationPartsConcerned.model_rebuild()
