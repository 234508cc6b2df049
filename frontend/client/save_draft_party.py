from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SaveDraftParty(BaseModel):
    save_draft_party: Optional["SaveDraftPartySaveDraftParty"] = Field(
        alias="saveDraftParty"
    )


class SaveDraftPartySaveDraftParty(BaseModel):
    revision: str


SaveDraftParty.model_rebuild()
