from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import HomeKind
from .fragments import (
    CoverageLine,
    FixLine,
    IspRow,
    IspRowLead,  # noqa: F401
    SiteBar,
    TaskLine,
    ViewerBar,
)


class Home(BaseModel):
    site: "HomeSite"
    viewer: "HomeViewer"
    home: "HomeHome"
    wanted: "HomeWanted"
    could_help: list["HomeCouldHelp"] = Field(alias="couldHelp")
    my_topics: Optional["HomeMyTopics"] = Field(alias="myTopics")
    saved_searches: "HomeSavedSearches" = Field(alias="savedSearches")


HomeSite = SiteBar
HomeViewer = ViewerBar


class HomeHome(BaseModel):
    kind: HomeKind
    cover_count: int = Field(alias="coverCount")
    tasks: list["HomeHomeTasks"]
    fixes: list["HomeHomeFixes"]
    covers: list["HomeHomeCovers"]
    who_to_ring: list["HomeHomeWhoToRing"] = Field(alias="whoToRing")
    latest: list["HomeHomeLatest"]
    next_event: Optional["HomeHomeNextEvent"] = Field(alias="nextEvent")
    asked: list["HomeHomeAsked"]


HomeHomeTasks = TaskLine
HomeHomeFixes = FixLine


class HomeHomeCovers(IspRow):
    version: Optional["HomeHomeCoversVersion"]
    your_coverage: Optional["HomeHomeCoversYourCoverage"] = Field(alias="yourCoverage")


class HomeHomeCoversVersion(BaseModel):
    may_share: list[str] = Field(alias="mayShare")
    do_not_share: list[str] = Field(alias="doNotShare")
    how_to_share: str = Field(alias="howToShare")


HomeHomeCoversYourCoverage = CoverageLine


class HomeHomeWhoToRing(BaseModel):
    purpose: str
    name: str
    role: str
    phone: str
    email: str


class HomeHomeLatest(BaseModel):
    kind: str
    title: str
    path: str
    summary: str
    date: Optional[date]
    meta: str


class HomeHomeNextEvent(BaseModel):
    title: str
    path: str
    starts_at: datetime = Field(alias="startsAt")
    ends_at: datetime = Field(alias="endsAt")
    place: str
    online_url: str = Field(alias="onlineUrl")


class HomeHomeAsked(BaseModel):
    number: int
    what: str
    state_label: str = Field(alias="stateLabel")
    asked_at: datetime = Field(alias="askedAt")
    answered_at: Optional[datetime] = Field(alias="answeredAt")


class HomeWanted(BaseModel):
    items: list["HomeWantedItems"]


class HomeWantedItems(BaseModel):
    number: int
    title: str
    path: str
    kind_label: str = Field(alias="kindLabel")
    created_at: datetime = Field(alias="createdAt")
    reply_count: int = Field(alias="replyCount")


class HomeCouldHelp(BaseModel):
    title: str
    path: str
    kind_label: str = Field(alias="kindLabel")
    days_waiting: int = Field(alias="daysWaiting")
    topics: list[str]


class HomeMyTopics(BaseModel):
    has_chosen: bool = Field(alias="hasChosen")


class HomeSavedSearches(BaseModel):
    total_count: int = Field(alias="totalCount")
    items: list["HomeSavedSearchesItems"]


class HomeSavedSearchesItems(BaseModel):
    id: str
    name: str
    new_count: int = Field(alias="newCount")


Home.model_rebuild()
HomeHome.model_rebuild()
HomeHomeCovers.model_rebuild()
HomeWanted.model_rebuild()
HomeSavedSearches.model_rebuild()
