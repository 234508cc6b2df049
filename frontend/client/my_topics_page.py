from typing import Optional

from pydantic import Field

from .base_model import BaseModel
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
    topics: list["MyTopicsPageMyTopicsTopics"]


class MyTopicsPageMyTopicsTopics(BaseModel):
    slug: str
    name: str
    knows: bool
    follows: bool
    note: str
    is_listed: bool = Field(alias="isListed")


MyTopicsPage.model_rebuild()
MyTopicsPageMyTopics.model_rebuild()
