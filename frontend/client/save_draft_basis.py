from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SaveDraftBasis(BaseModel):
    save_draft_basis: Optional["SaveDraftBasisSaveDraftBasis"] = Field(
        alias="saveDraftBasis"
    )


class SaveDraftBasisSaveDraftBasis(BaseModel):
    id: str
    revision: str
    questions: list[str]


SaveDraftBasis.model_rebuild()
