from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SendOutVersion(BaseModel):
    send_out_version: Optional["SendOutVersionSendOutVersion"] = Field(
        alias="sendOutVersion"
    )


class SendOutVersionSendOutVersion(BaseModel):
    isp: Optional["SendOutVersionSendOutVersionIsp"]


class SendOutVersionSendOutVersionIsp(BaseModel):
    reference: str


SendOutVersion.model_rebuild()
SendOutVersionSendOutVersion.model_rebuild()
