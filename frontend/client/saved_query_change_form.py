from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class SavedQueryChangeForm(BaseModel):
    site: "SavedQueryChangeFormSite"
    viewer: "SavedQueryChangeFormViewer"
    saved_query: Optional["SavedQueryChangeFormSavedQuery"] = Field(alias="savedQuery")
    our_tools: Optional["SavedQueryChangeFormOurTools"] = Field(alias="ourTools")


SavedQueryChangeFormSite = SiteBar
SavedQueryChangeFormViewer = ViewerBar


class SavedQueryChangeFormSavedQuery(BaseModel):
    id: str
    name: str
    list_name: str = Field(alias="listName")
    text: str
    columns: list[str]
    filters: list["SavedQueryChangeFormSavedQueryFilters"]


class SavedQueryChangeFormSavedQueryFilters(BaseModel):
    name: str
    value: str


class SavedQueryChangeFormOurTools(BaseModel):
    partner_name: str = Field(alias="partnerName")
    lists: list["SavedQueryChangeFormOurToolsLists"]


class SavedQueryChangeFormOurToolsLists(BaseModel):
    name: str
    label: str
    about: str
    columns: list["SavedQueryChangeFormOurToolsListsColumns"]
    filters: list["SavedQueryChangeFormOurToolsListsFilters"]


class SavedQueryChangeFormOurToolsListsColumns(BaseModel):
    value: str
    label: str


class SavedQueryChangeFormOurToolsListsFilters(BaseModel):
    value: str
    label: str
    about: str


SavedQueryChangeForm.model_rebuild()
SavedQueryChangeFormSavedQuery.model_rebuild()
SavedQueryChangeFormOurTools.model_rebuild()
SavedQueryChangeFormOurToolsLists.model_rebuild()
