from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class SavedQueryList(BaseModel):
    site: "SavedQueryListSite"
    viewer: "SavedQueryListViewer"
    our_tools: Optional["SavedQueryListOurTools"] = Field(alias="ourTools")


SavedQueryListSite = SiteBar
SavedQueryListViewer = ViewerBar


class SavedQueryListOurTools(BaseModel):
    partner_name: str = Field(alias="partnerName")
    queries: list["SavedQueryListOurToolsQueries"]


class SavedQueryListOurToolsQueries(BaseModel):
    id: str
    name: str
    asks: str
    readers: list["SavedQueryListOurToolsQueriesReaders"]


class SavedQueryListOurToolsQueriesReaders(BaseModel):
    token_name: str = Field(alias="tokenName")
    last_read_at: datetime = Field(alias="lastReadAt")
    rows: int


SavedQueryList.model_rebuild()
SavedQueryListOurTools.model_rebuild()
SavedQueryListOurToolsQueries.model_rebuild()
