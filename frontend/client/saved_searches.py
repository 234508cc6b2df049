from pydantic import Field

from .base_model import BaseModel
from .fragments import SavedSearchLine, SiteBar, ViewerBar


class SavedSearches(BaseModel):
    site: "SavedSearchesSite"
    viewer: "SavedSearchesViewer"
    saved_searches: "SavedSearchesSavedSearches" = Field(alias="savedSearches")


SavedSearchesSite = SiteBar
SavedSearchesViewer = ViewerBar


class SavedSearchesSavedSearches(BaseModel):
    total_count: int = Field(alias="totalCount")
    items: list["SavedSearchesSavedSearchesItems"]


SavedSearchesSavedSearchesItems = SavedSearchLine
SavedSearches.model_rebuild()
SavedSearchesSavedSearches.model_rebuild()
