from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class MakeCalendarAddress(BaseModel):
    make_calendar_address: Optional["MakeCalendarAddressMakeCalendarAddress"] = Field(
        alias="makeCalendarAddress"
    )


class MakeCalendarAddressMakeCalendarAddress(BaseModel):
    address: str


MakeCalendarAddress.model_rebuild()
