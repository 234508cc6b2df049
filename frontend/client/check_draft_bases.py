from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class CheckDraftBases(BaseModel):
    check_draft_bases: Optional["CheckDraftBasesCheckDraftBases"] = Field(
        alias="checkDraftBases"
    )


class CheckDraftBasesCheckDraftBases(BaseModel):
    revision: str


CheckDraftBases.model_rebuild()
