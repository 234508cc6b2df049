from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class DecideReviewTrigger(BaseModel):
    decide_review_trigger: Optional["DecideReviewTriggerDecideReviewTrigger"] = Field(
        alias="decideReviewTrigger"
    )


class DecideReviewTriggerDecideReviewTrigger(BaseModel):
    trigger: Optional["DecideReviewTriggerDecideReviewTriggerTrigger"]


class DecideReviewTriggerDecideReviewTriggerTrigger(BaseModel):
    id: str
    is_open: bool = Field(alias="isOpen")


DecideReviewTrigger.model_rebuild()
DecideReviewTriggerDecideReviewTrigger.model_rebuild()
