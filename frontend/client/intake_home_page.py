from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class IntakeHomePage(BaseModel):
    site: "IntakeHomePageSite"
    viewer: "IntakeHomePageViewer"
    intake: Optional["IntakeHomePageIntake"]


IntakeHomePageSite = SiteBar
IntakeHomePageViewer = ViewerBar


class IntakeHomePageIntake(BaseModel):
    is_core_team: bool = Field(alias="isCoreTeam")
    reads_pictures: bool = Field(alias="readsPictures")
    bodies: list["IntakeHomePageIntakeBodies"]
    batches: list["IntakeHomePageIntakeBatches"]


class IntakeHomePageIntakeBodies(BaseModel):
    slug: str
    name: str


class IntakeHomePageIntakeBatches(BaseModel):
    id: str
    name: str
    partner_name: str = Field(alias="partnerName")
    made_by: str = Field(alias="madeBy")
    made_at: datetime = Field(alias="madeAt")
    total: int
    open: int
    accepted: int
    waiting: int


IntakeHomePage.model_rebuild()
IntakeHomePageIntake.model_rebuild()
