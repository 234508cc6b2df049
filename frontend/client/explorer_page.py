from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class ExplorerPage(BaseModel):
    site: "ExplorerPageSite"
    viewer: "ExplorerPageViewer"
    explorer_tokens: list["ExplorerPageExplorerTokens"] = Field(alias="explorerTokens")


ExplorerPageSite = SiteBar
ExplorerPageViewer = ViewerBar


class ExplorerPageExplorerTokens(BaseModel):
    id: str
    name: str
    partner_name: str = Field(alias="partnerName")
    scopes: list[str]


ExplorerPage.model_rebuild()
