from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import (
    SavedSearchLine,
    SavedSearchLineFilters,  # noqa: F401
    SiteBar,
    ViewerBar,
)


class SavedSearchPage(BaseModel):
    site: "SavedSearchPageSite"
    viewer: "SavedSearchPageViewer"
    saved_search: Optional["SavedSearchPageSavedSearch"] = Field(alias="savedSearch")


SavedSearchPageSite = SiteBar
SavedSearchPageViewer = ViewerBar


class SavedSearchPageSavedSearch(SavedSearchLine):
    created_at: datetime = Field(alias="createdAt")
    new_items: list["SavedSearchPageSavedSearchNewItems"] = Field(alias="newItems")


class SavedSearchPageSavedSearchNewItems(BaseModel):
    id: str
    kind_label: str = Field(alias="kindLabel")
    title: str
    path: str
    summary: str
    date: Optional[date]
    reference: str
    partner_name: str = Field(alias="partnerName")
    status: str


SavedSearchPage.model_rebuild()
SavedSearchPageSavedSearch.model_rebuild()
