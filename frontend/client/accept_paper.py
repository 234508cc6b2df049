from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AcceptPaper(BaseModel):
    accept_paper: Optional["AcceptPaperAcceptPaper"] = Field(alias="acceptPaper")


class AcceptPaperAcceptPaper(BaseModel):
    reference: str


AcceptPaper.model_rebuild()
