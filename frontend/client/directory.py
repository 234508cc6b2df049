from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class Directory(BaseModel):
    site: "DirectorySite"
    viewer: "DirectoryViewer"
    sectors: list["DirectorySectors"]
    directory: "DirectoryDirectory"


DirectorySite = SiteBar
DirectoryViewer = ViewerBar


class DirectorySectors(BaseModel):
    code: str
    label: str


class DirectoryDirectory(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["DirectoryDirectoryItems"]


class DirectoryDirectoryItems(BaseModel):
    id: str
    role_label: str = Field(alias="roleLabel")
    service_area: str = Field(alias="serviceArea")
    name: str
    deputy_name: str = Field(alias="deputyName")
    job_title: str = Field(alias="jobTitle")
    email: str
    phone: str
    partner: Optional["DirectoryDirectoryItemsPartner"]


class DirectoryDirectoryItemsPartner(BaseModel):
    slug: str
    name: str


Directory.model_rebuild()
DirectoryDirectory.model_rebuild()
DirectoryDirectoryItems.model_rebuild()
