from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import DatasetSensitivity
from .fragments import SiteBar, ViewerBar


class DatasetList(BaseModel):
    site: "DatasetListSite"
    viewer: "DatasetListViewer"
    datasets: "DatasetListDatasets"


DatasetListSite = SiteBar
DatasetListViewer = ViewerBar


class DatasetListDatasets(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["DatasetListDatasetsItems"]


class DatasetListDatasetsItems(BaseModel):
    slug: str
    title: str
    description: str
    update_frequency: str = Field(alias="updateFrequency")
    sensitivity: DatasetSensitivity
    is_example: bool = Field(alias="isExample")
    holder: Optional["DatasetListDatasetsItemsHolder"]


class DatasetListDatasetsItemsHolder(BaseModel):
    name: str
    slug: str


DatasetList.model_rebuild()
DatasetListDatasets.model_rebuild()
DatasetListDatasetsItems.model_rebuild()
