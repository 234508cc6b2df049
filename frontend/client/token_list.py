from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, TokenLine, ViewerBar


class TokenList(BaseModel):
    site: "TokenListSite"
    viewer: "TokenListViewer"
    our_tools: Optional["TokenListOurTools"] = Field(alias="ourTools")


TokenListSite = SiteBar
TokenListViewer = ViewerBar


class TokenListOurTools(BaseModel):
    partner_name: str = Field(alias="partnerName")
    tokens: list["TokenListOurToolsTokens"]


TokenListOurToolsTokens = TokenLine
TokenList.model_rebuild()
TokenListOurTools.model_rebuild()
