from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class RevokeCalendarAddress(BaseModel):
    revoke_calendar_address: Optional["RevokeCalendarAddressRevokeCalendarAddress"] = (
        Field(alias="revokeCalendarAddress")
    )


class RevokeCalendarAddressRevokeCalendarAddress(BaseModel):
    id: str


RevokeCalendarAddress.model_rebuild()
