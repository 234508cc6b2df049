from pydantic import Field

from .base_model import BaseModel
from .enums import HorizonLevel, HorizonStage
from .fragments import SiteBar, ViewerBar


class HorizonList(BaseModel):
    site: "HorizonListSite"
    viewer: "HorizonListViewer"
    topics: list["HorizonListTopics"]
    horizon_items: "HorizonListHorizonItems" = Field(alias="horizonItems")


HorizonListSite = SiteBar
HorizonListViewer = ViewerBar


class HorizonListTopics(BaseModel):
    slug: str
    name: str


class HorizonListHorizonItems(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["HorizonListHorizonItemsItems"]


class HorizonListHorizonItemsItems(BaseModel):
    title: str
    path: str
    summary: str
    stage: HorizonStage
    stage_detail: str = Field(alias="stageDetail")
    likelihood: HorizonLevel
    effect: HorizonLevel
    key_date: str = Field(alias="keyDate")
    key_date_means: str = Field(alias="keyDateMeans")
    so_what: str = Field(alias="soWhat")
    action_needed: str = Field(alias="actionNeeded")
    affected_isps: list["HorizonListHorizonItemsItemsAffectedIsps"] = Field(
        alias="affectedIsps"
    )


class HorizonListHorizonItemsItemsAffectedIsps(BaseModel):
    reference: str


HorizonList.model_rebuild()
HorizonListHorizonItems.model_rebuild()
HorizonListHorizonItemsItems.model_rebuild()
