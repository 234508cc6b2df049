from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class SavedQueryForm(BaseModel):
    site: "SavedQueryFormSite"
    viewer: "SavedQueryFormViewer"
    our_tools: Optional["SavedQueryFormOurTools"] = Field(alias="ourTools")


SavedQueryFormSite = SiteBar
SavedQueryFormViewer = ViewerBar


class SavedQueryFormOurTools(BaseModel):
    partner_name: str = Field(alias="partnerName")
    lists: list["SavedQueryFormOurToolsLists"]


class SavedQueryFormOurToolsLists(BaseModel):
    name: str
    label: str
    about: str
    columns: list["SavedQueryFormOurToolsListsColumns"]
    filters: list["SavedQueryFormOurToolsListsFilters"]


class SavedQueryFormOurToolsListsColumns(BaseModel):
    value: str
    label: str


class SavedQueryFormOurToolsListsFilters(BaseModel):
    value: str
    label: str
    about: str


SavedQueryForm.model_rebuild()
SavedQueryFormOurTools.model_rebuild()
SavedQueryFormOurToolsLists.model_rebuild()
