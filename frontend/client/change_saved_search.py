from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ChangeSavedSearch(BaseModel):
    change_saved_search: Optional["ChangeSavedSearchChangeSavedSearch"] = Field(
        alias="changeSavedSearch"
    )


class ChangeSavedSearchChangeSavedSearch(BaseModel):
    saved_search: Optional["ChangeSavedSearchChangeSavedSearchSavedSearch"] = Field(
        alias="savedSearch"
    )


class ChangeSavedSearchChangeSavedSearchSavedSearch(BaseModel):
    id: str


ChangeSavedSearch.model_rebuild()
ChangeSavedSearchChangeSavedSearch.model_rebuild()
