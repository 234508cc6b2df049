from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class MarkNotificationsRead(BaseModel):
    mark_notifications_read: Optional["MarkNotificationsReadMarkNotificationsRead"] = (
        Field(alias="markNotificationsRead")
    )


class MarkNotificationsReadMarkNotificationsRead(BaseModel):
    unread_notifications: int = Field(alias="unreadNotifications")


MarkNotificationsRead.model_rebuild()
