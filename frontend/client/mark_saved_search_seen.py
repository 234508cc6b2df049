from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class MarkSavedSearchSeen(BaseModel):
    mark_saved_search_seen: Optional["MarkSavedSearchSeenMarkSavedSearchSeen"] = Field(
        alias="markSavedSearchSeen"
    )


class MarkSavedSearchSeenMarkSavedSearchSeen(BaseModel):
    saved_search: Optional["MarkSavedSearchSeenMarkSavedSearchSeenSavedSearch"] = Field(
        alias="savedSearch"
    )


class MarkSavedSearchSeenMarkSavedSearchSeenSavedSearch(BaseModel):
    id: str
    new_count: int = Field(alias="newCount")


MarkSavedSearchSeen.model_rebuild()
MarkSavedSearchSeenMarkSavedSearchSeen.model_rebuild()
