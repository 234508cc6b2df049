from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class CopyForm(BaseModel):
    site: "CopyFormSite"
    viewer: "CopyFormViewer"
    isp: Optional["CopyFormIsp"]


CopyFormSite = SiteBar
CopyFormViewer = ViewerBar


class CopyFormIsp(BaseModel):
    reference: str
    title: str
    can_review: bool = Field(alias="canReview")


CopyForm.model_rebuild()
