from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import IspRow, SiteBar, ViewerBar


class SendOutForm(BaseModel):
    site: "SendOutFormSite"
    viewer: "SendOutFormViewer"
    isp: Optional["SendOutFormIsp"]
    sending_out: Optional["SendOutFormSendingOut"] = Field(alias="sendingOut")


SendOutFormSite = SiteBar
SendOutFormViewer = ViewerBar
SendOutFormIsp = IspRow


class SendOutFormSendingOut(BaseModel):
    number: int
    content_hash: str = Field(alias="contentHash")
    missing: list[str]
    in_force: Optional[int] = Field(alias="inForce")
    asked: list["SendOutFormSendingOutAsked"]


class SendOutFormSendingOutAsked(BaseModel):
    can_sign: bool = Field(alias="canSign")
    names: list[str]
    mailboxes: int
    partner: Optional["SendOutFormSendingOutAskedPartner"]


class SendOutFormSendingOutAskedPartner(BaseModel):
    name: str


SendOutForm.model_rebuild()
SendOutFormSendingOut.model_rebuild()
SendOutFormSendingOutAsked.model_rebuild()
