from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class OpenReviewTrigger(BaseModel):
    open_review_trigger: Optional["OpenReviewTriggerOpenReviewTrigger"] = Field(
        alias="openReviewTrigger"
    )


class OpenReviewTriggerOpenReviewTrigger(BaseModel):
    trigger: Optional["OpenReviewTriggerOpenReviewTriggerTrigger"]


class OpenReviewTriggerOpenReviewTriggerTrigger(BaseModel):
    id: str
    waits: bool


OpenReviewTrigger.model_rebuild()
OpenReviewTriggerOpenReviewTrigger.model_rebuild()
