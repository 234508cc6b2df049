from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class RemoveDraftBasis(BaseModel):
    remove_draft_basis: Optional["RemoveDraftBasisRemoveDraftBasis"] = Field(
        alias="removeDraftBasis"
    )


class RemoveDraftBasisRemoveDraftBasis(BaseModel):
    revision: str


RemoveDraftBasis.model_rebuild()
