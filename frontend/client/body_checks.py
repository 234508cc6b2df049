from pydantic import Field

from .base_model import BaseModel
from .fragments import CheckedBody, SiteBar, ViewerBar


class BodyChecks(BaseModel):
    site: "BodyChecksSite"
    viewer: "BodyChecksViewer"
    body_checks: list["BodyChecksBodyChecks"] = Field(alias="bodyChecks")


BodyChecksSite = SiteBar
BodyChecksViewer = ViewerBar
BodyChecksBodyChecks = CheckedBody
BodyChecks.model_rebuild()
