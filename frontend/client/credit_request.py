from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class CreditRequest(BaseModel):
    site: "CreditRequestSite"
    viewer: "CreditRequestViewer"
    credit_request: Optional["CreditRequestCreditRequest"] = Field(
        alias="creditRequest"
    )


CreditRequestSite = SiteBar
CreditRequestViewer = ViewerBar


class CreditRequestCreditRequest(BaseModel):
    id: str
    thread_title: str = Field(alias="threadTitle")
    thread_path: str = Field(alias="threadPath")
    part: str
    agreed: Optional[bool]


CreditRequest.model_rebuild()
