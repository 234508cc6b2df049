from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ChangeSavedQuery(BaseModel):
    change_saved_query: Optional["ChangeSavedQueryChangeSavedQuery"] = Field(
        alias="changeSavedQuery"
    )


class ChangeSavedQueryChangeSavedQuery(BaseModel):
    saved_query: Optional["ChangeSavedQueryChangeSavedQuerySavedQuery"] = Field(
        alias="savedQuery"
    )


class ChangeSavedQueryChangeSavedQuerySavedQuery(BaseModel):
    id: str


ChangeSavedQuery.model_rebuild()
ChangeSavedQueryChangeSavedQuery.model_rebuild()
