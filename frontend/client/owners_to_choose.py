from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class OwnersToChoose(BaseModel):
    site: "OwnersToChooseSite"
    viewer: "OwnersToChooseViewer"
    owners_to_choose: list["OwnersToChooseOwnersToChoose"] = Field(
        alias="ownersToChoose"
    )


OwnersToChooseSite = SiteBar
OwnersToChooseViewer = ViewerBar


class OwnersToChooseOwnersToChoose(BaseModel):
    reference: str
    title: str
    problem: str
    owner_name: str = Field(alias="ownerName")
    told: list[str]
    revision: int
    people: list["OwnersToChooseOwnersToChoosePeople"]


class OwnersToChooseOwnersToChoosePeople(BaseModel):
    id: str
    name: str


OwnersToChoose.model_rebuild()
OwnersToChooseOwnersToChoose.model_rebuild()
