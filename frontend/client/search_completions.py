from pydantic import Field

from .base_model import BaseModel


class SearchCompletions(BaseModel):
    search_completions: list["SearchCompletionsSearchCompletions"] = Field(
        alias="searchCompletions"
    )


class SearchCompletionsSearchCompletions(BaseModel):
    title: str
    path: str
    kind: str


SearchCompletions.model_rebuild()
