from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class EndSavedQuery(BaseModel):
    end_saved_query: Optional["EndSavedQueryEndSavedQuery"] = Field(
        alias="endSavedQuery"
    )


class EndSavedQueryEndSavedQuery(BaseModel):
    id: str


EndSavedQuery.model_rebuild()
