from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CheckedBody, SiteBar, ViewerBar


class BodyCheckPage(BaseModel):
    site: "BodyCheckPageSite"
    viewer: "BodyCheckPageViewer"
    body_check: Optional["BodyCheckPageBodyCheck"] = Field(alias="bodyCheck")


BodyCheckPageSite = SiteBar
BodyCheckPageViewer = ViewerBar
BodyCheckPageBodyCheck = CheckedBody
BodyCheckPage.model_rebuild()
