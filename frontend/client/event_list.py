from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import EventKind
from .fragments import SiteBar, ViewerBar


class EventList(BaseModel):
    site: "EventListSite"
    viewer: "EventListViewer"
    events: "EventListEvents"
    event_places: "EventListEventPlaces" = Field(alias="eventPlaces")


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
    sign_up: Optional["EventListEventsItemsSignUp"] = Field(alias="signUp")


class EventListEventsItemsSignUp(BaseModel):
    places_left: Optional[int] = Field(alias="placesLeft")
    closed_because: str = Field(alias="closedBecause")
    cancelled_at: Optional[datetime] = Field(alias="cancelledAt")


class EventListEventPlaces(BaseModel):
    items: list["EventListEventPlacesItems"]


class EventListEventPlacesItems(BaseModel):
    id: str
    is_waiting: bool = Field(alias="isWaiting")
    sign_up: Optional["EventListEventPlacesItemsSignUp"] = Field(alias="signUp")


class EventListEventPlacesItemsSignUp(BaseModel):
    cancelled_at: Optional[datetime] = Field(alias="cancelledAt")
    event: Optional["EventListEventPlacesItemsSignUpEvent"]


class EventListEventPlacesItemsSignUpEvent(BaseModel):
    title: str
    path: str
    starts_at: datetime = Field(alias="startsAt")


EventList.model_rebuild()
EventListEvents.model_rebuild()
EventListEventsItems.model_rebuild()
EventListEventPlaces.model_rebuild()
EventListEventPlacesItems.model_rebuild()
EventListEventPlacesItemsSignUp.model_rebuild()
