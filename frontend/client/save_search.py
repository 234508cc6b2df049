from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SaveSearch(BaseModel):
    save_search: Optional["SaveSearchSaveSearch"] = Field(alias="saveSearch")


class SaveSearchSaveSearch(BaseModel):
    saved_search: Optional["SaveSearchSaveSearchSavedSearch"] = Field(
        alias="savedSearch"
    )


class SaveSearchSaveSearchSavedSearch(BaseModel):
    id: str
    name: str


SaveSearch.model_rebuild()
SaveSearchSaveSearch.model_rebuild()
