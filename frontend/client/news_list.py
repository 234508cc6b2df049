from datetime import date

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class NewsList(BaseModel):
    site: "NewsListSite"
    viewer: "NewsListViewer"
    topics: list["NewsListTopics"]
    news_items: "NewsListNewsItems" = Field(alias="newsItems")


NewsListSite = SiteBar
NewsListViewer = ViewerBar


class NewsListTopics(BaseModel):
    slug: str
    name: str


class NewsListNewsItems(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["NewsListNewsItemsItems"]


class NewsListNewsItemsItems(BaseModel):
    title: str
    path: str
    summary: str
    published_on: date = Field(alias="publishedOn")


NewsList.model_rebuild()
NewsListNewsItems.model_rebuild()
