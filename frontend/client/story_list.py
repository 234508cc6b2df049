from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class StoryList(BaseModel):
    site: "StoryListSite"
    viewer: "StoryListViewer"
    topics: list["StoryListTopics"]
    success_stories: "StoryListSuccessStories" = Field(alias="successStories")


StoryListSite = SiteBar
StoryListViewer = ViewerBar


class StoryListTopics(BaseModel):
    slug: str
    name: str


class StoryListSuccessStories(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["StoryListSuccessStoriesItems"]


class StoryListSuccessStoriesItems(BaseModel):
    title: str
    path: str
    summary: str
    period: str
    partners_text: str = Field(alias="partnersText")


StoryList.model_rebuild()
StoryListSuccessStories.model_rebuild()
