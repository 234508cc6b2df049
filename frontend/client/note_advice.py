from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class NoteAdvice(BaseModel):
    note_advice: Optional["NoteAdviceNoteAdvice"] = Field(alias="noteAdvice")


class NoteAdviceNoteAdvice(BaseModel):
    party_id: str = Field(alias="partyId")


NoteAdvice.model_rebuild()
