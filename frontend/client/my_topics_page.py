from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import NoticeFrequency
from .fragments import SiteBar, ViewerBar


class MyTopicsPage(BaseModel):
    site: "MyTopicsPageSite"
    viewer: "MyTopicsPageViewer"
    my_topics: Optional["MyTopicsPageMyTopics"] = Field(alias="myTopics")


MyTopicsPageSite = SiteBar
MyTopicsPageViewer = ViewerBar


class MyTopicsPageMyTopics(BaseModel):
    has_chosen: bool = Field(alias="hasChosen")
    about: str
    is_findable: bool = Field(alias="isFindable")
    shows_email: bool = Field(alias="showsEmail")
    shows_phone: bool = Field(alias="showsPhone")
    email: str
    phone: str
    kinds: list["MyTopicsPageMyTopicsKinds"]
    topics: list["MyTopicsPageMyTopicsTopics"]


class MyTopicsPageMyTopicsKinds(BaseModel):
    key: str
    label: str
    about: str
    frequency: NoticeFrequency
    choices: list["MyTopicsPageMyTopicsKindsChoices"]


class MyTopicsPageMyTopicsKindsChoices(BaseModel):
    value: NoticeFrequency
    label: str


class MyTopicsPageMyTopicsTopics(BaseModel):
    slug: str
    name: str
    knows: bool
    follows: bool
    note: str
    is_listed: bool = Field(alias="isListed")


MyTopicsPage.model_rebuild()
MyTopicsPageMyTopics.model_rebuild()
MyTopicsPageMyTopicsKinds.model_rebuild()
