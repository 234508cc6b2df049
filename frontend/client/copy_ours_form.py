from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class CopyOursForm(BaseModel):
    site: "CopyOursFormSite"
    viewer: "CopyOursFormViewer"
    our_isps: Optional["CopyOursFormOurIsps"] = Field(alias="ourIsps")


CopyOursFormSite = SiteBar
CopyOursFormViewer = ViewerBar


class CopyOursFormOurIsps(BaseModel):
    lead_count: int = Field(alias="leadCount")
    partner: Optional["CopyOursFormOurIspsPartner"]


class CopyOursFormOurIspsPartner(BaseModel):
    name: str
    slug: str


CopyOursForm.model_rebuild()
CopyOursFormOurIsps.model_rebuild()
