from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ReadPaperAgain(BaseModel):
    read_paper_again: Optional["ReadPaperAgainReadPaperAgain"] = Field(
        alias="readPaperAgain"
    )


class ReadPaperAgainReadPaperAgain(BaseModel):
    paper: str


ReadPaperAgain.model_rebuild()
