from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class Notifications(BaseModel):
    site: "NotificationsSite"
    viewer: "NotificationsViewer"
    notifications: "NotificationsNotifications"


NotificationsSite = SiteBar
NotificationsViewer = ViewerBar


class NotificationsNotifications(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["NotificationsNotificationsItems"]


class NotificationsNotificationsItems(BaseModel):
    id: str
    title: str
    body: str
    path: str
    created_at: datetime = Field(alias="createdAt")
    read_at: Optional[datetime] = Field(alias="readAt")


Notifications.model_rebuild()
NotificationsNotifications.model_rebuild()
