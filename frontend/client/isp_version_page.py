from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import AgreementHead, AgreementText, SiteBar, ViewerBar


class IspVersionPage(BaseModel):
    site: "IspVersionPageSite"
    viewer: "IspVersionPageViewer"
    glossary: list["IspVersionPageGlossary"]
    isp: Optional["IspVersionPageIsp"]
    isp_version: Optional["IspVersionPageIspVersion"] = Field(alias="ispVersion")


IspVersionPageSite = SiteBar
IspVersionPageViewer = ViewerBar


class IspVersionPageGlossary(BaseModel):
    slug: str
    term: str
    definition: str


IspVersionPageIsp = AgreementHead
IspVersionPageIspVersion = AgreementText
IspVersionPage.model_rebuild()
