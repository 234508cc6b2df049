from datetime import date

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class ReorganisationList(BaseModel):
    site: "ReorganisationListSite"
    viewer: "ReorganisationListViewer"
    reorganisations: "ReorganisationListReorganisations"


ReorganisationListSite = SiteBar
ReorganisationListViewer = ViewerBar


class ReorganisationListReorganisations(BaseModel):
    total_count: int = Field(alias="totalCount")
    items: list["ReorganisationListReorganisationsItems"]


class ReorganisationListReorganisationsItems(BaseModel):
    number: int
    title: str
    takes_effect_on: date = Field(alias="takesEffectOn")
    state_label: str = Field(alias="stateLabel")
    is_example: bool = Field(alias="isExample")


ReorganisationList.model_rebuild()
ReorganisationListReorganisations.model_rebuild()
