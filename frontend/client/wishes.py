from datetime import datetime

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class Wishes(BaseModel):
    site: "WishesSite"
    viewer: "WishesViewer"
    wishes: "WishesWishes"


WishesSite = SiteBar
WishesViewer = ViewerBar


class WishesWishes(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    items: list["WishesWishesItems"]


class WishesWishesItems(BaseModel):
    id: str
    text: str
    note: str
    asked_at: datetime = Field(alias="askedAt")
    is_answered: bool = Field(alias="isAnswered")


Wishes.model_rebuild()
WishesWishes.model_rebuild()
