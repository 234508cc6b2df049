from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class PrivacyPage(BaseModel):
    site: "PrivacyPageSite"
    viewer: "PrivacyPageViewer"
    periods_of_keeping: list["PrivacyPagePeriodsOfKeeping"] = Field(
        alias="periodsOfKeeping"
    )


PrivacyPageSite = SiteBar
PrivacyPageViewer = ViewerBar


class PrivacyPagePeriodsOfKeeping(BaseModel):
    name: str
    what: str
    days: int
    after: str
    becomes: str
    by_itself: bool = Field(alias="byItself")


PrivacyPage.model_rebuild()
