from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class CharterSignPage(BaseModel):
    site: "CharterSignPageSite"
    viewer: "CharterSignPageViewer"
    upload_result: Optional["CharterSignPageUploadResult"] = Field(
        alias="uploadResult", default=None
    )
    charter_to_sign: Optional["CharterSignPageCharterToSign"] = Field(
        alias="charterToSign"
    )


CharterSignPageSite = SiteBar
CharterSignPageViewer = ViewerBar


class CharterSignPageUploadResult(BaseModel):
    files: list["CharterSignPageUploadResultFiles"]


class CharterSignPageUploadResultFiles(BaseModel):
    name: str
    taken: bool
    words: str


class CharterSignPageCharterToSign(BaseModel):
    is_asked: bool = Field(alias="isAsked")
    due_on: Optional[date] = Field(alias="dueOn")
    may_sign: bool = Field(alias="maySign")
    may_record_paper: bool = Field(alias="mayRecordPaper")
    advises_too: bool = Field(alias="advisesToo")
    partner: Optional["CharterSignPageCharterToSignPartner"]
    version: Optional["CharterSignPageCharterToSignVersion"]
    signature: Optional["CharterSignPageCharterToSignSignature"]


class CharterSignPageCharterToSignPartner(BaseModel):
    slug: str
    name: str
    can_sign: bool = Field(alias="canSign")
    legal_controller: str = Field(alias="legalController")


class CharterSignPageCharterToSignVersion(BaseModel):
    number: int
    title: str
    text: str
    changed: str
    published_on: Optional[date] = Field(alias="publishedOn")


class CharterSignPageCharterToSignSignature(BaseModel):
    id: str
    signed_on: date = Field(alias="signedOn")
    method_label: str = Field(alias="methodLabel")
    signatory_name: str = Field(alias="signatoryName")
    may_withdraw: bool = Field(alias="mayWithdraw")
    may_add_scan: bool = Field(alias="mayAddScan")
    scan: Optional["CharterSignPageCharterToSignSignatureScan"]
    version: Optional["CharterSignPageCharterToSignSignatureVersion"]


class CharterSignPageCharterToSignSignatureScan(BaseModel):
    url: str
    extension: str


class CharterSignPageCharterToSignSignatureVersion(BaseModel):
    number: int


CharterSignPage.model_rebuild()
CharterSignPageUploadResult.model_rebuild()
CharterSignPageCharterToSign.model_rebuild()
CharterSignPageCharterToSignSignature.model_rebuild()
