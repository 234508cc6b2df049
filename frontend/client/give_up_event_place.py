from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class GiveUpEventPlace(BaseModel):
    give_up_event_place: Optional["GiveUpEventPlaceGiveUpEventPlace"] = Field(
        alias="giveUpEventPlace"
    )


class GiveUpEventPlaceGiveUpEventPlace(BaseModel):
    event_id: str = Field(alias="eventId")


GiveUpEventPlace.model_rebuild()
