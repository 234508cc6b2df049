from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SaveDraftFlow(BaseModel):
    save_draft_flow: Optional["SaveDraftFlowSaveDraftFlow"] = Field(
        alias="saveDraftFlow"
    )


class SaveDraftFlowSaveDraftFlow(BaseModel):
    revision: str


SaveDraftFlow.model_rebuild()
