from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import (
    CoverageLine,
    IspRow,
    IspRowLead,  # noqa: F401
    SiteBar,
    ViewerBar,
)


class AgreedPage(BaseModel):
    site: "AgreedPageSite"
    viewer: "AgreedPageViewer"
    home: "AgreedPageHome"
    charter_to_sign: Optional["AgreedPageCharterToSign"] = Field(alias="charterToSign")


AgreedPageSite = SiteBar
AgreedPageViewer = ViewerBar


class AgreedPageHome(BaseModel):
    cover_count: int = Field(alias="coverCount")
    covers: list["AgreedPageHomeCovers"]


class AgreedPageHomeCovers(IspRow):
    version: Optional["AgreedPageHomeCoversVersion"]
    your_coverage: Optional["AgreedPageHomeCoversYourCoverage"] = Field(
        alias="yourCoverage"
    )


class AgreedPageHomeCoversVersion(BaseModel):
    may_share: list[str] = Field(alias="mayShare")
    do_not_share: list[str] = Field(alias="doNotShare")
    how_to_share: str = Field(alias="howToShare")


AgreedPageHomeCoversYourCoverage = CoverageLine


class AgreedPageCharterToSign(BaseModel):
    is_asked: bool = Field(alias="isAsked")
    due_on: Optional[date] = Field(alias="dueOn")
    partner: Optional["AgreedPageCharterToSignPartner"]
    version: Optional["AgreedPageCharterToSignVersion"]
    signature: Optional["AgreedPageCharterToSignSignature"]


class AgreedPageCharterToSignPartner(BaseModel):
    slug: str
    name: str


class AgreedPageCharterToSignVersion(BaseModel):
    number: int
    title: str
    text: str


class AgreedPageCharterToSignSignature(BaseModel):
    id: str
    signed_on: date = Field(alias="signedOn")
    method_label: str = Field(alias="methodLabel")
    signatory_name: str = Field(alias="signatoryName")
    version: Optional["AgreedPageCharterToSignSignatureVersion"]


class AgreedPageCharterToSignSignatureVersion(BaseModel):
    number: int


AgreedPage.model_rebuild()
AgreedPageHome.model_rebuild()
AgreedPageHomeCovers.model_rebuild()
AgreedPageCharterToSign.model_rebuild()
AgreedPageCharterToSignSignature.model_rebuild()
