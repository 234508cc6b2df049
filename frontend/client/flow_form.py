from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import IspVersionState
from .fragments import SiteBar, ViewerBar


class FlowForm(BaseModel):
    site: "FlowFormSite"
    viewer: "FlowFormViewer"
    isp: Optional["FlowFormIsp"]


FlowFormSite = SiteBar
FlowFormViewer = ViewerBar


class FlowFormIsp(BaseModel):
    reference: str
    title: str
    version: Optional["FlowFormIspVersion"]


class FlowFormIspVersion(BaseModel):
    number: int
    state: IspVersionState
    flows: list["FlowFormIspVersionFlows"]


class FlowFormIspVersionFlows(BaseModel):
    id: str
    items: str
    sender: Optional["FlowFormIspVersionFlowsSender"]
    recipient: Optional["FlowFormIspVersionFlowsRecipient"]
    status_label: str = Field(alias="statusLabel")
    frequency_required: str = Field(alias="frequencyRequired")
    required_every: str = Field(alias="requiredEvery")
    last_arrived_on: Optional[date] = Field(alias="lastArrivedOn")
    next_due_on: Optional[date] = Field(alias="nextDueOn")
    you_may_record: bool = Field(alias="youMayRecord")


class FlowFormIspVersionFlowsSender(BaseModel):
    name: str


class FlowFormIspVersionFlowsRecipient(BaseModel):
    name: str


FlowForm.model_rebuild()
FlowFormIsp.model_rebuild()
FlowFormIspVersion.model_rebuild()
FlowFormIspVersionFlows.model_rebuild()
