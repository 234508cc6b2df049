from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class NoteOpened(BaseModel):
    note_opened: Optional["NoteOpenedNoteOpened"] = Field(alias="noteOpened")


class NoteOpenedNoteOpened(BaseModel):
    counted: bool


NoteOpened.model_rebuild()
