from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, TokenLine, ViewerBar


class TokenPage(BaseModel):
    site: "TokenPageSite"
    viewer: "TokenPageViewer"
    our_token: Optional["TokenPageOurToken"] = Field(alias="ourToken")


TokenPageSite = SiteBar
TokenPageViewer = ViewerBar


class TokenPageOurToken(TokenLine):
    created_at: datetime = Field(alias="createdAt")
    renewed_at: Optional[datetime] = Field(alias="renewedAt")
    scopes: list[str]
    networks: list[str]
    use: list["TokenPageOurTokenUse"]


class TokenPageOurTokenUse(BaseModel):
    day: date
    calls: int
    refused: int
    operations: list["TokenPageOurTokenUseOperations"]


class TokenPageOurTokenUseOperations(BaseModel):
    name: str
    count: int


TokenPage.model_rebuild()
TokenPageOurToken.model_rebuild()
TokenPageOurTokenUse.model_rebuild()
