from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import IspRow, SigningLine, SiteBar, ViewerBar


class SigningPage(BaseModel):
    site: "SigningPageSite"
    viewer: "SigningPageViewer"
    isp: Optional["SigningPageIsp"]
    signing_progress: list["SigningPageSigningProgress"] = Field(
        alias="signingProgress"
    )


SigningPageSite = SiteBar
SigningPageViewer = ViewerBar
SigningPageIsp = IspRow
SigningPageSigningProgress = SigningLine
SigningPage.model_rebuild()
