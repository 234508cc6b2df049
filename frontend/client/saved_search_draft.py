from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class SavedSearchDraft(BaseModel):
    site: "SavedSearchDraftSite"
    viewer: "SavedSearchDraftViewer"
    saved_search_draft: "SavedSearchDraftSavedSearchDraft" = Field(
        alias="savedSearchDraft"
    )


SavedSearchDraftSite = SiteBar
SavedSearchDraftViewer = ViewerBar


class SavedSearchDraftSavedSearchDraft(BaseModel):
    text: str
    filters: list["SavedSearchDraftSavedSearchDraftFilters"]
    saved: Optional["SavedSearchDraftSavedSearchDraftSaved"]


class SavedSearchDraftSavedSearchDraftFilters(BaseModel):
    name: str
    label: str
    labels: list[str]


class SavedSearchDraftSavedSearchDraftSaved(BaseModel):
    id: str
    name: str


SavedSearchDraft.model_rebuild()
SavedSearchDraftSavedSearchDraft.model_rebuild()
