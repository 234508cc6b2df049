from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class SignSeveralForm(BaseModel):
    site: "SignSeveralFormSite"
    viewer: "SignSeveralFormViewer"
    to_sign: list["SignSeveralFormToSign"] = Field(alias="toSign")


SignSeveralFormSite = SiteBar
SignSeveralFormViewer = ViewerBar


class SignSeveralFormToSign(BaseModel):
    party_id: str = Field(alias="partyId")
    controller: str
    number: int
    fingerprint: str
    short: str
    opened: bool
    asked_on: Optional[date] = Field(alias="askedOn")
    isp: Optional["SignSeveralFormToSignIsp"]
    partner: Optional["SignSeveralFormToSignPartner"]


class SignSeveralFormToSignIsp(BaseModel):
    reference: str
    title: str


class SignSeveralFormToSignPartner(BaseModel):
    name: str
    slug: str


SignSeveralForm.model_rebuild()
SignSeveralFormToSign.model_rebuild()
