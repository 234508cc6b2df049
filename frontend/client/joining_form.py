from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import IspRow, SigningLine, SiteBar, ViewerBar


class JoiningForm(BaseModel):
    site: "JoiningFormSite"
    viewer: "JoiningFormViewer"
    isp: Optional["JoiningFormIsp"]
    joining: Optional["JoiningFormJoining"]


JoiningFormSite = SiteBar
JoiningFormViewer = ViewerBar
JoiningFormIsp = IspRow


class JoiningFormJoining(BaseModel):
    number: int
    may_invite: bool = Field(alias="mayInvite")
    mine: list["JoiningFormJoiningMine"]
    requests: list["JoiningFormJoiningRequests"]
    progress: Optional["JoiningFormJoiningProgress"]


class JoiningFormJoiningMine(BaseModel):
    slug: str
    name: str


class JoiningFormJoiningRequests(BaseModel):
    id: str
    reason: str
    asked_on: Optional[date] = Field(alias="askedOn")
    partner: Optional["JoiningFormJoiningRequestsPartner"]


class JoiningFormJoiningRequestsPartner(BaseModel):
    name: str
    slug: str


JoiningFormJoiningProgress = SigningLine
JoiningForm.model_rebuild()
JoiningFormJoining.model_rebuild()
JoiningFormJoiningRequests.model_rebuild()
