from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class TokenForm(BaseModel):
    site: "TokenFormSite"
    viewer: "TokenFormViewer"
    our_tools: Optional["TokenFormOurTools"] = Field(alias="ourTools")


TokenFormSite = SiteBar
TokenFormViewer = ViewerBar


class TokenFormOurTools(BaseModel):
    partner_name: str = Field(alias="partnerName")
    scopes: list["TokenFormOurToolsScopes"]


class TokenFormOurToolsScopes(BaseModel):
    value: str
    label: str
    about: str


TokenForm.model_rebuild()
TokenFormOurTools.model_rebuild()
