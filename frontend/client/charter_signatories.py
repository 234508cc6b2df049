from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class CharterSignatories(BaseModel):
    site: "CharterSignatoriesSite"
    viewer: "CharterSignatoriesViewer"
    charter_signatories: "CharterSignatoriesCharterSignatories" = Field(
        alias="charterSignatories"
    )


CharterSignatoriesSite = SiteBar
CharterSignatoriesViewer = ViewerBar


class CharterSignatoriesCharterSignatories(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["CharterSignatoriesCharterSignatoriesItems"]


class CharterSignatoriesCharterSignatoriesItems(BaseModel):
    id: str
    signed_on: date = Field(alias="signedOn")
    method_label: str = Field(alias="methodLabel")
    is_example: bool = Field(alias="isExample")
    signatory_name: str = Field(alias="signatoryName")
    signatory_job_title: str = Field(alias="signatoryJobTitle")
    partner: Optional["CharterSignatoriesCharterSignatoriesItemsPartner"]
    version: Optional["CharterSignatoriesCharterSignatoriesItemsVersion"]


class CharterSignatoriesCharterSignatoriesItemsPartner(BaseModel):
    slug: str
    name: str


class CharterSignatoriesCharterSignatoriesItemsVersion(BaseModel):
    number: int


CharterSignatories.model_rebuild()
CharterSignatoriesCharterSignatories.model_rebuild()
CharterSignatoriesCharterSignatoriesItems.model_rebuild()
