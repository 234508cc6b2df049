from datetime import datetime

from pydantic import Field

from .base_model import BaseModel
from .enums import EventKind
from .fragments import SiteBar, ViewerBar


class EventList(BaseModel):
    site: "EventListSite"
    viewer: "EventListViewer"
    events: "EventListEvents"


EventListSite = SiteBar
EventListViewer = ViewerBar


class EventListEvents(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["EventListEventsItems"]


class EventListEventsItems(BaseModel):
    title: str
    path: str
    summary: str
    kind: EventKind
    starts_at: datetime = Field(alias="startsAt")
    ends_at: datetime = Field(alias="endsAt")
    place: str
    online_url: str = Field(alias="onlineUrl")


EventList.model_rebuild()
EventListEvents.model_rebuild()
