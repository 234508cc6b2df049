from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class DeleteSavedSearch(BaseModel):
    delete_saved_search: Optional["DeleteSavedSearchDeleteSavedSearch"] = Field(
        alias="deleteSavedSearch"
    )


class DeleteSavedSearchDeleteSavedSearch(BaseModel):
    id: str


DeleteSavedSearch.model_rebuild()
