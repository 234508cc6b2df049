from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class CharterPage(BaseModel):
    site: "CharterPageSite"
    viewer: "CharterPageViewer"
    charter: Optional["CharterPageCharter"]
    charters: "CharterPageCharters"
    charter_signatories: "CharterPageCharterSignatories" = Field(
        alias="charterSignatories"
    )


CharterPageSite = SiteBar
CharterPageViewer = ViewerBar


class CharterPageCharter(BaseModel):
    number: int
    title: str
    text: str
    changed: str
    published_on: Optional[date] = Field(alias="publishedOn")
    resign_by: Optional[date] = Field(alias="resignBy")


class CharterPageCharters(BaseModel):
    items: list["CharterPageChartersItems"]


class CharterPageChartersItems(BaseModel):
    number: int
    published_on: Optional[date] = Field(alias="publishedOn")


class CharterPageCharterSignatories(BaseModel):
    total_count: int = Field(alias="totalCount")


CharterPage.model_rebuild()
CharterPageCharters.model_rebuild()
