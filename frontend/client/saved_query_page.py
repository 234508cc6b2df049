from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class SavedQueryPage(BaseModel):
    site: "SavedQueryPageSite"
    viewer: "SavedQueryPageViewer"
    saved_query: Optional["SavedQueryPageSavedQuery"] = Field(alias="savedQuery")


SavedQueryPageSite = SiteBar
SavedQueryPageViewer = ViewerBar


class SavedQueryPageSavedQuery(BaseModel):
    id: str
    name: str
    path: str
    list_name: str = Field(alias="listName")
    asks: str
    text: str
    columns: list[str]
    filters: list["SavedQueryPageSavedQueryFilters"]
    created_at: datetime = Field(alias="createdAt")
    changed_at: datetime = Field(alias="changedAt")
    readers: list["SavedQueryPageSavedQueryReaders"]
    preview: "SavedQueryPageSavedQueryPreview"


class SavedQueryPageSavedQueryFilters(BaseModel):
    name: str
    value: str


class SavedQueryPageSavedQueryReaders(BaseModel):
    token_name: str = Field(alias="tokenName")
    last_read_at: datetime = Field(alias="lastReadAt")
    rows: int


class SavedQueryPageSavedQueryPreview(BaseModel):
    columns: list[str]
    problem: str
    rows: list["SavedQueryPageSavedQueryPreviewRows"]


class SavedQueryPageSavedQueryPreviewRows(BaseModel):
    cells: list[str]


SavedQueryPage.model_rebuild()
SavedQueryPageSavedQuery.model_rebuild()
SavedQueryPageSavedQueryPreview.model_rebuild()
