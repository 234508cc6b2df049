from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class IntakePaperPage(BaseModel):
    site: "IntakePaperPageSite"
    viewer: "IntakePaperPageViewer"
    intake_paper: Optional["IntakePaperPageIntakePaper"] = Field(alias="intakePaper")


IntakePaperPageSite = SiteBar
IntakePaperPageViewer = ViewerBar


class IntakePaperPageIntakePaper(BaseModel):
    revision: int
    file_url: str = Field(alias="fileUrl")
    pdf_url: str = Field(alias="pdfUrl")
    look: list[str]
    notes: str
    reading_note: str = Field(alias="readingNote")
    pages_total: int = Field(alias="pagesTotal")
    pages_read: int = Field(alias="pagesRead")
    added_by: str = Field(alias="addedBy")
    added_at: datetime = Field(alias="addedAt")
    question: str
    next_number: int = Field(alias="nextNumber")
    card: "IntakePaperPageIntakePaperCard"
    batch: "IntakePaperPageIntakePaperBatch"
    guesses: list["IntakePaperPageIntakePaperGuesses"]
    pages: list["IntakePaperPageIntakePaperPages"]
    others: list["IntakePaperPageIntakePaperOthers"]
    themes: list["IntakePaperPageIntakePaperThemes"]


class IntakePaperPageIntakePaperCard(BaseModel):
    id: str
    number: int
    name: str
    state: str
    state_label: str = Field(alias="stateLabel")
    detail: str
    isp_reference: str = Field(alias="ispReference")
    can_undo: bool = Field(alias="canUndo")


class IntakePaperPageIntakePaperBatch(BaseModel):
    id: str
    name: str
    partner_name: str = Field(alias="partnerName")
    total: int
    open: int
    accepted: int


class IntakePaperPageIntakePaperGuesses(BaseModel):
    id: str
    field: str
    value: str
    text: str
    printed: str
    source: str
    how_label: str = Field(alias="howLabel")
    note: str
    options: list["IntakePaperPageIntakePaperGuessesOptions"]


class IntakePaperPageIntakePaperGuessesOptions(BaseModel):
    slug: str
    name: str


class IntakePaperPageIntakePaperPages(BaseModel):
    number: int
    text: str
    how: str
    how_label: str = Field(alias="howLabel")


class IntakePaperPageIntakePaperOthers(BaseModel):
    number: int
    name: str
    state: str
    state_label: str = Field(alias="stateLabel")
    detail: str
    id: str
    isp_reference: str = Field(alias="ispReference")
    can_undo: bool = Field(alias="canUndo")


class IntakePaperPageIntakePaperThemes(BaseModel):
    slug: str
    name: str


IntakePaperPage.model_rebuild()
IntakePaperPageIntakePaper.model_rebuild()
IntakePaperPageIntakePaperGuesses.model_rebuild()
