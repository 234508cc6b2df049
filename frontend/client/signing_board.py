from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SigningLine, SigningPartyLine, SiteBar, ViewerBar


class SigningBoard(BaseModel):
    site: "SigningBoardSite"
    viewer: "SigningBoardViewer"
    signing_board: "SigningBoardSigningBoard" = Field(alias="signingBoard")
    to_sign: list["SigningBoardToSign"] = Field(alias="toSign")


SigningBoardSite = SiteBar
SigningBoardViewer = ViewerBar


class SigningBoardSigningBoard(BaseModel):
    mine_count: int = Field(alias="mineCount")
    mine: list["SigningBoardSigningBoardMine"]
    waiting: list["SigningBoardSigningBoardWaiting"]
    stuck: list["SigningBoardSigningBoardStuck"]
    joining: list["SigningBoardSigningBoardJoining"]


SigningBoardSigningBoardMine = SigningPartyLine
SigningBoardSigningBoardWaiting = SigningLine


class SigningBoardSigningBoardStuck(BaseModel):
    id: str
    kind_label: str = Field(alias="kindLabel")
    text: str
    target_on: date = Field(alias="targetOn")
    asked_on: date = Field(alias="askedOn")
    isp: Optional["SigningBoardSigningBoardStuckIsp"]
    partner: Optional["SigningBoardSigningBoardStuckPartner"]


class SigningBoardSigningBoardStuckIsp(BaseModel):
    reference: str
    title: str


class SigningBoardSigningBoardStuckPartner(BaseModel):
    name: str


class SigningBoardSigningBoardJoining(BaseModel):
    id: str
    reason: str
    asked_on: Optional[date] = Field(alias="askedOn")
    isp: Optional["SigningBoardSigningBoardJoiningIsp"]
    partner: Optional["SigningBoardSigningBoardJoiningPartner"]


class SigningBoardSigningBoardJoiningIsp(BaseModel):
    reference: str
    title: str


class SigningBoardSigningBoardJoiningPartner(BaseModel):
    name: str


class SigningBoardToSign(BaseModel):
    party_id: str = Field(alias="partyId")
    controller: str
    number: int
    short: str
    opened: bool
    asked_on: Optional[date] = Field(alias="askedOn")
    isp: Optional["SigningBoardToSignIsp"]
    partner: Optional["SigningBoardToSignPartner"]


class SigningBoardToSignIsp(BaseModel):
    reference: str
    title: str


class SigningBoardToSignPartner(BaseModel):
    name: str
    slug: str


SigningBoard.model_rebuild()
SigningBoardSigningBoard.model_rebuild()
SigningBoardSigningBoardStuck.model_rebuild()
SigningBoardSigningBoardJoining.model_rebuild()
SigningBoardToSign.model_rebuild()
