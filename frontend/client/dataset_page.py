from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import DatasetSensitivity
from .fragments import IspLink, SiteBar, ViewerBar


class DatasetPage(BaseModel):
    site: "DatasetPageSite"
    viewer: "DatasetPageViewer"
    dataset: Optional["DatasetPageDataset"]


DatasetPageSite = SiteBar
DatasetPageViewer = ViewerBar


class DatasetPageDataset(BaseModel):
    slug: str
    title: str
    steward: str
    description: str
    categories: list[str]
    coverage: str
    update_frequency: str = Field(alias="updateFrequency")
    format: str
    sensitivity: DatasetSensitivity
    how_to_request: str = Field(alias="howToRequest")
    open_data_url: str = Field(alias="openDataUrl")
    last_confirmed_on: Optional[date] = Field(alias="lastConfirmedOn")
    confirm_by: Optional[date] = Field(alias="confirmBy")
    is_example: bool = Field(alias="isExample")
    holder: Optional["DatasetPageDatasetHolder"]
    isps: list["DatasetPageDatasetIsps"]


class DatasetPageDatasetHolder(BaseModel):
    name: str
    slug: str


DatasetPageDatasetIsps = IspLink
DatasetPage.model_rebuild()
DatasetPageDataset.model_rebuild()
