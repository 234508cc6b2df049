from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import AgreementHead, AgreementText, SiteBar, ViewerBar


class IspDocument(BaseModel):
    site: "IspDocumentSite"
    viewer: "IspDocumentViewer"
    isp: Optional["IspDocumentIsp"]
    isp_version: Optional["IspDocumentIspVersion"] = Field(alias="ispVersion")


IspDocumentSite = SiteBar
IspDocumentViewer = ViewerBar
IspDocumentIsp = AgreementHead
IspDocumentIspVersion = AgreementText
IspDocument.model_rebuild()
