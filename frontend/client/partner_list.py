from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import PartnerExistence, PartnerMembership
from .fragments import SiteBar, ViewerBar


class PartnerList(BaseModel):
    site: "PartnerListSite"
    viewer: "PartnerListViewer"
    sectors: list["PartnerListSectors"]
    partners: "PartnerListPartners"


PartnerListSite = SiteBar
PartnerListViewer = ViewerBar


class PartnerListSectors(BaseModel):
    code: str
    label: str


class PartnerListPartners(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["PartnerListPartnersItems"]


class PartnerListPartnersItems(BaseModel):
    slug: str
    name: str
    organisation_type: str = Field(alias="organisationType")
    area: str
    legal_controller: str = Field(alias="legalController")
    website: str
    existence: PartnerExistence
    membership: PartnerMembership
    joined_on: Optional[date] = Field(alias="joinedOn")
    is_example: bool = Field(alias="isExample")
    sector: Optional["PartnerListPartnersItemsSector"]


class PartnerListPartnersItemsSector(BaseModel):
    code: str
    label: str


PartnerList.model_rebuild()
PartnerListPartners.model_rebuild()
PartnerListPartnersItems.model_rebuild()
