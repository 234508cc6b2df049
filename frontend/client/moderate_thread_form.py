from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, SpaceLine, ViewerBar


class ModerateThreadForm(BaseModel):
    site: "ModerateThreadFormSite"
    viewer: "ModerateThreadFormViewer"
    thread: Optional["ModerateThreadFormThread"]
    spaces: "ModerateThreadFormSpaces"


ModerateThreadFormSite = SiteBar
ModerateThreadFormViewer = ViewerBar


class ModerateThreadFormThread(BaseModel):
    number: int
    title: str
    path: str
    is_locked: bool = Field(alias="isLocked")
    is_hidden: bool = Field(alias="isHidden")
    may_moderate: bool = Field(alias="mayModerate")
    space: Optional["ModerateThreadFormThreadSpace"]


ModerateThreadFormThreadSpace = SpaceLine


class ModerateThreadFormSpaces(BaseModel):
    items: list["ModerateThreadFormSpacesItems"]


class ModerateThreadFormSpacesItems(SpaceLine):
    may_moderate: bool = Field(alias="mayModerate")


ModerateThreadForm.model_rebuild()
ModerateThreadFormThread.model_rebuild()
ModerateThreadFormSpaces.model_rebuild()
