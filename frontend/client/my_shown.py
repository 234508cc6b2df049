from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class MyShown(BaseModel):
    site: "MyShownSite"
    viewer: "MyShownViewer"
    my_shown: Optional["MyShownMyShown"] = Field(alias="myShown")


MyShownSite = SiteBar
MyShownViewer = ViewerBar


class MyShownMyShown(BaseModel):
    email: bool
    phone: bool
    in_public: bool = Field(alias="inPublic")


MyShown.model_rebuild()
