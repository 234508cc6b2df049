from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class Helpers(BaseModel):
    site: "HelpersSite"
    viewer: "HelpersViewer"
    topics: list["HelpersTopics"]
    helpers: "HelpersHelpers"


HelpersSite = SiteBar
HelpersViewer = ViewerBar


class HelpersTopics(BaseModel):
    slug: str
    name: str


class HelpersHelpers(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["HelpersHelpersItems"]


class HelpersHelpersItems(BaseModel):
    id: str
    name: str
    job_title: str = Field(alias="jobTitle")
    about: str
    email: str
    phone: str
    partners: list[str]
    roles: list[str]
    topics: list["HelpersHelpersItemsTopics"]


class HelpersHelpersItemsTopics(BaseModel):
    slug: str
    name: str
    note: str


Helpers.model_rebuild()
HelpersHelpers.model_rebuild()
HelpersHelpersItems.model_rebuild()
