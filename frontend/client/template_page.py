from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import TemplateSection
from .fragments import SiteBar, ViewerBar


class TemplatePage(BaseModel):
    site: "TemplatePageSite"
    viewer: "TemplatePageViewer"
    template_edition: Optional["TemplatePageTemplateEdition"] = Field(
        alias="templateEdition"
    )
    template_editions: "TemplatePageTemplateEditions" = Field(alias="templateEditions")
    question_packs: "TemplatePageQuestionPacks" = Field(alias="questionPacks")


TemplatePageSite = SiteBar
TemplatePageViewer = ViewerBar


class TemplatePageTemplateEdition(BaseModel):
    number: int
    published_on: Optional[date] = Field(alias="publishedOn")
    what_changed: str = Field(alias="whatChanged")
    is_current: bool = Field(alias="isCurrent")
    clauses: list["TemplatePageTemplateEditionClauses"]


class TemplatePageTemplateEditionClauses(BaseModel):
    heading: str
    section: TemplateSection
    section_label: str = Field(alias="sectionLabel")
    why: str
    text: str
    is_locked: bool = Field(alias="isLocked")
    locked_reason: str = Field(alias="lockedReason")


class TemplatePageTemplateEditions(BaseModel):
    items: list["TemplatePageTemplateEditionsItems"]


class TemplatePageTemplateEditionsItems(BaseModel):
    number: int
    published_on: Optional[date] = Field(alias="publishedOn")
    what_changed: str = Field(alias="whatChanged")
    is_current: bool = Field(alias="isCurrent")


class TemplatePageQuestionPacks(BaseModel):
    items: list["TemplatePageQuestionPacksItems"]


class TemplatePageQuestionPacksItems(BaseModel):
    slug: str
    title: str
    asker_label: str = Field(alias="askerLabel")
    theme: Optional["TemplatePageQuestionPacksItemsTheme"]


class TemplatePageQuestionPacksItemsTheme(BaseModel):
    name: str


TemplatePage.model_rebuild()
TemplatePageTemplateEdition.model_rebuild()
TemplatePageTemplateEditions.model_rebuild()
TemplatePageQuestionPacks.model_rebuild()
TemplatePageQuestionPacksItems.model_rebuild()
