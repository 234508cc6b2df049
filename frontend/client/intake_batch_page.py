from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class IntakeBatchPage(BaseModel):
    site: "IntakeBatchPageSite"
    viewer: "IntakeBatchPageViewer"
    upload_result: Optional["IntakeBatchPageUploadResult"] = Field(alias="uploadResult")
    intake_batch: Optional["IntakeBatchPageIntakeBatch"] = Field(alias="intakeBatch")


IntakeBatchPageSite = SiteBar
IntakeBatchPageViewer = ViewerBar


class IntakeBatchPageUploadResult(BaseModel):
    files: list["IntakeBatchPageUploadResultFiles"]


class IntakeBatchPageUploadResultFiles(BaseModel):
    number: int
    name: str
    taken: bool
    words: str


class IntakeBatchPageIntakeBatch(BaseModel):
    next_number: int = Field(alias="nextNumber")
    reads_pictures: bool = Field(alias="readsPictures")
    card: "IntakeBatchPageIntakeBatchCard"
    papers: list["IntakeBatchPageIntakeBatchPapers"]
    sheets: list["IntakeBatchPageIntakeBatchSheets"]


class IntakeBatchPageIntakeBatchCard(BaseModel):
    id: str
    name: str
    partner_name: str = Field(alias="partnerName")
    total: int
    open: int
    accepted: int
    waiting: int


class IntakeBatchPageIntakeBatchPapers(BaseModel):
    id: str
    number: int
    name: str
    state: str
    state_label: str = Field(alias="stateLabel")
    detail: str
    isp_reference: str = Field(alias="ispReference")
    can_undo: bool = Field(alias="canUndo")


class IntakeBatchPageIntakeBatchSheets(BaseModel):
    id: str
    name: str
    header: list[str]
    is_confirmed: bool = Field(alias="isConfirmed")
    exact_count: int = Field(alias="exactCount")
    columns: list["IntakeBatchPageIntakeBatchSheetsColumns"]
    rows: list["IntakeBatchPageIntakeBatchSheetsRows"]


class IntakeBatchPageIntakeBatchSheetsColumns(BaseModel):
    field: str
    label: str
    column: str


class IntakeBatchPageIntakeBatchSheetsRows(BaseModel):
    id: str
    number: int
    title: str
    detail: str
    done: str
    paper_id: Optional[str] = Field(alias="paperId")
    paper_name: str = Field(alias="paperName")
    exact: bool
    why: str
    isp_reference: str = Field(alias="ispReference")


IntakeBatchPage.model_rebuild()
IntakeBatchPageUploadResult.model_rebuild()
IntakeBatchPageIntakeBatch.model_rebuild()
IntakeBatchPageIntakeBatchSheets.model_rebuild()
