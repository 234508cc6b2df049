from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ApplicationState
from .fragments import SiteBar, ViewerBar


class KeyedApplication(BaseModel):
    site: "KeyedApplicationSite"
    viewer: "KeyedApplicationViewer"
    application: Optional["KeyedApplicationApplication"]


KeyedApplicationSite = SiteBar
KeyedApplicationViewer = ViewerBar


class KeyedApplicationApplication(BaseModel):
    number: int
    organisation: str
    name: str
    hopes: str
    worries: str
    applied_at: datetime = Field(alias="appliedAt")
    state: ApplicationState
    state_label: str = Field(alias="stateLabel")
    decided_at: Optional[datetime] = Field(alias="decidedAt")
    refused_because: str = Field(alias="refusedBecause")


KeyedApplication.model_rebuild()
