from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SuggestBriefingItem(BaseModel):
    suggest_briefing_item: Optional["SuggestBriefingItemSuggestBriefingItem"] = Field(
        alias="suggestBriefingItem"
    )


class SuggestBriefingItemSuggestBriefingItem(BaseModel):
    id: str


SuggestBriefingItem.model_rebuild()
