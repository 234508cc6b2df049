from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SaveDraftContact(BaseModel):
    save_draft_contact: Optional["SaveDraftContactSaveDraftContact"] = Field(
        alias="saveDraftContact"
    )


class SaveDraftContactSaveDraftContact(BaseModel):
    revision: str


SaveDraftContact.model_rebuild()
