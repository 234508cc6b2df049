from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SubscribeToBriefing(BaseModel):
    subscribe_to_briefing: Optional["SubscribeToBriefingSubscribeToBriefing"] = Field(
        alias="subscribeToBriefing"
    )


class SubscribeToBriefingSubscribeToBriefing(BaseModel):
    sent: bool


SubscribeToBriefing.model_rebuild()
