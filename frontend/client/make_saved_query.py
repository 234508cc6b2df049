from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class MakeSavedQuery(BaseModel):
    make_saved_query: Optional["MakeSavedQueryMakeSavedQuery"] = Field(
        alias="makeSavedQuery"
    )


class MakeSavedQueryMakeSavedQuery(BaseModel):
    saved_query: Optional["MakeSavedQueryMakeSavedQuerySavedQuery"] = Field(
        alias="savedQuery"
    )


class MakeSavedQueryMakeSavedQuerySavedQuery(BaseModel):
    id: str


MakeSavedQuery.model_rebuild()
MakeSavedQueryMakeSavedQuery.model_rebuild()
