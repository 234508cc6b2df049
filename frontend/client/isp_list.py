from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import (
    CoverageLine,
    IspRow,
    IspRowLead,  # noqa: F401
    SiteBar,
    ViewerBar,
)


class IspList(BaseModel):
    site: "IspListSite"
    viewer: "IspListViewer"
    themes: list["IspListThemes"]
    isps: "IspListIsps"


IspListSite = SiteBar
IspListViewer = ViewerBar


class IspListThemes(BaseModel):
    slug: str
    name: str


class IspListIsps(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["IspListIspsItems"]


class IspListIspsItems(IspRow):
    theme: Optional["IspListIspsItemsTheme"]
    your_coverage: Optional["IspListIspsItemsYourCoverage"] = Field(
        alias="yourCoverage"
    )


class IspListIspsItemsTheme(BaseModel):
    name: str


IspListIspsItemsYourCoverage = CoverageLine
IspList.model_rebuild()
IspListIsps.model_rebuild()
IspListIspsItems.model_rebuild()
